import { createDiagnosticCollector } from '../../statemachines/diagnostics/diagnostic-collector.ts';
import type { Diagnostic } from '../../statemachines/diagnostics/diagnostic.ts';
import type { NodePlan } from '../../statemachines/plan/execution-plan.ts';
import { inParallel } from '../concurrency/in-parallel.ts';
import { codeKey } from './pipeline-keys.ts';
import type { PipelineObjects } from './pipeline-objects.ts';
import type { ResolvedFunctions } from './resolve-functions.ts';
import type { StepLambda, StepLambdas } from './step-lambdas.ts';

/** A function serves every node of its handler, so it gets the most that any of them asks for. */
const leastMemoryMb = 1024;
const leastStorageMb = 512;
/** Lambda's longest. A node's own time limit stands in the ASL. */
const timeoutSeconds = 900;

/** Makes the functions of users' handlers; what cannot be is said, every fault at once. */
export async function ensureHandlers(
  { lambdas, objects }: { readonly lambdas: StepLambdas; readonly objects: PipelineObjects },
  project: string,
  handlers: ResolvedFunctions['userHandlers'],
  nodes: readonly NodePlan[],
): Promise<readonly Diagnostic[]> {
  const collector = createDiagnosticCollector();
  await inParallel(handlers, 8, async ({ handler, digest, functionName }) => {
    if ((await objects.sizeOf(codeKey(project, digest))) === undefined) {
      collector.error('SL5102', `the code of handler "${handler}" was never uploaded: digest "${digest}"`, undefined, {
        hint: `upload the bundle with POST /v1/code/${digest}`,
      });
      return;
    }
    const made = await lambdas.ensure({
      functionName,
      codeKey: codeKey(project, digest),
      ...resourcesOf(handler, nodes),
      timeoutSeconds,
    });
    if (made.kind === 'not-deployed') {
      collector.error(
        'SL5103',
        `the code of handler "${handler}" is not deployed here: there is no function "${functionName}"`,
        undefined,
        {
          hint: "add the pipeline to the CDK app (new SlipwayPipeline(this, 'Name', { definition, platform })) and deploy it",
        },
      );
    }
  });
  return collector.diagnostics();
}

function resourcesOf(handler: string, nodes: readonly NodePlan[]): Pick<StepLambda, 'memoryMb' | 'storageMb'> {
  const own = nodes.filter((node) => node.work.kind === 'handler' && node.work.handler === handler);
  return {
    memoryMb: Math.max(leastMemoryMb, ...own.map((node) => node.memoryMb ?? 0)),
    storageMb: Math.max(leastStorageMb, ...own.map((node) => node.storageMb ?? 0)),
  };
}
