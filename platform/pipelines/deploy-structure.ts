import type { CompiledPipeline } from '../../statemachines/asl/compiled-pipeline.ts';
import type { Diagnosed, Diagnostic } from '../../statemachines/diagnostics/diagnostic.ts';
import { assertNever } from '../../statemachines/diagnostics/invariant.ts';
import { Problem } from '../problems/problem.ts';
import { checkWork } from './check-work.ts';
import { createMachines } from './create-machines.ts';
import { ensureHandlers } from './ensure-handlers.ts';
import { aslKey, planKey } from './pipeline-keys.ts';
import type { PipelineRegistry, PipelineStructure, PipelineVersion } from './pipeline-registry.ts';
import { resolveFunctions } from './resolve-functions.ts';
import type { StateMachines } from './state-machines.ts';
import type { StepLambdas } from './step-lambdas.ts';
import type { PipelineObjects } from './pipeline-objects.ts';

export interface DeployContext {
  readonly stage: string;
  /** Where a run's rendezvous meet. */
  readonly tableName: string;
  readonly registry: PipelineRegistry;
  readonly objects: PipelineObjects;
  readonly machines: StateMachines;
  readonly lambdas: StepLambdas;
  readonly now: () => Date;
}

/**
 * Makes the state machine of one structure, with the functions that it calls, and records it; a structure that is recorded
 * is taken as it stands. Every step may be repeated: names are made from contents.
 */
export async function deployStructure(
  context: DeployContext,
  project: string,
  compiled: CompiledPipeline,
  version: Pick<PipelineVersion, 'code' | 'functions'>,
): Promise<Diagnosed<PipelineStructure>> {
  const { pipeline, definitionHash, structureHash, plan } = compiled;
  const known = await context.registry.getStructure(project, pipeline, definitionHash, structureHash);
  if (known !== undefined) return { value: known, diagnostics: [] };

  const unable = checkWork(plan);
  if (unable.length > 0) return { value: undefined, diagnostics: unable };
  const functions = resolveFunctions(context.stage, compiled, version);
  if (functions.value === undefined) return { value: undefined, diagnostics: functions.diagnostics };
  const handlers = await ensureHandlers(context, project, functions.value.userHandlers);
  if (handlers.some((diagnostic) => diagnostic.severity === 'error'))
    return { value: undefined, diagnostics: handlers };

  const substitutions = { ...functions.value.substitutions, Table: context.tableName };
  const keys = {
    aslKey: aslKey(project, pipeline, definitionHash, structureHash),
    planKey: planKey(project, pipeline, definitionHash, structureHash),
  };
  const [created] = await Promise.all([
    createMachines(context, compiled, substitutions),
    ...compiled.machines.map(({ name, asl }) =>
      context.objects.putText(aslKey(project, pipeline, definitionHash, structureHash, name), asl, 'application/json'),
    ),
    context.objects.putText(keys.planKey, JSON.stringify(plan), 'application/json'),
  ]);
  switch (created.kind) {
    case 'created': {
      const structure: PipelineStructure = {
        project,
        pipeline,
        definitionHash,
        structureHash,
        ...keys,
        stateMachineArn: created.stateMachineArn,
        origin: 'registered',
        createdAt: context.now().toISOString(),
      };
      await context.registry.putStructure(structure);
      return { value: structure, diagnostics: [] };
    }
    case 'invalid-definition': {
      return { value: undefined, diagnostics: [refusal(pipeline, created.message)] };
    }
    case 'not-permitted':
      throw new Problem(
        'forbidden',
        `this deployment may not make state machines: ${created.message}; deploy the pipeline with SlipwayPipeline, or let the API's role create state machines named slipway-${context.stage}-*`,
      );
    default:
      return assertNever(created);
  }
}

function refusal(pipeline: string, message: string): Diagnostic {
  return {
    code: 'SL5104',
    severity: 'error',
    message: `Step Functions does not accept the state machine of pipeline "${pipeline}": ${message}`,
    hint: 'this is a fault of Slipway; please report it together with the definition file',
  };
}
