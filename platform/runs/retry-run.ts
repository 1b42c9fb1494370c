import { redriveRepeatsFailures } from '../../statemachines/asl/redrive-repeats-failures.ts';
import { deployStructure } from '../pipelines/deploy-structure.ts';
import { findVersion } from '../pipelines/find-version.ts';
import { Problem } from '../problems/problem.ts';
import { acceptOrRefuse } from '../problems/refuse.ts';
import { inParallel } from '../concurrency/in-parallel.ts';
import { compileRun } from './compile-run.ts';
import { findRun } from './get-run.ts';
import { launchRun, markRunning } from './launch-run.ts';
import { machineGeneration } from './machine-generation.ts';
import { machineExecution, runNodes } from './new-run.ts';
import { keepSuccesses, withoutSuccess } from './retried-nodes.ts';
import type { RunKey, RunRetry } from './run-store.ts';
import type { Run } from './run.ts';
import type { StartContext } from './start-run.ts';
import { isRunFate } from './statuses.ts';
import type { ExecutionStore } from './execution-store.ts';

export interface RetryContext extends StartContext {
  readonly executions: ExecutionStore;
}

/**
 * Lets a run that failed or was stopped go on from where it failed: what succeeded stays, the rest gets another turn. The
 * state machine is driven on where the service does so and that would repeat what failed; else a new one goes through all,
 * and what succeeded answers at once. A run that is at work stays as it is.
 */
export async function retryRun(context: RetryContext, key: RunKey): Promise<Run> {
  const run = await findRun(context.runs, key);
  if (run.status === 'succeeded')
    throw new Problem(
      'conflict',
      `run "${run.runId}" succeeded: there is nothing to retry; start another run, or one with other parameters from a node on (rerun)`,
    );
  if (!isRunFate(run.status)) return run;
  return (await driveOn(context, run)) ?? startAnew(context, run);
}

/** Undefined: the machine cannot be driven on, or that would not help. */
async function driveOn(context: RetryContext, run: Run): Promise<Run | undefined> {
  const { project, pipeline, definitionHash, structureHash, stateMachineExecutionArn: arn } = run;
  const structure = await context.registry.getStructure(project, pipeline, definitionHash, structureHash);
  const asl = structure && (await context.objects.getText(structure.aslKey));
  if (arn === undefined || asl === undefined || !redriveRepeatsFailures(asl)) return undefined;
  const execution = await context.machines.describe(arn);
  if (execution?.redrivable !== true) return undefined;
  const raised = await raise(context, run, {
    nodes: run.nodes.map((node) => keepSuccesses(node, node)),
    structureHash,
    stateMachineExecutionArn: arn,
    redrive: { generation: machineGeneration(run), count: (execution.redriveCount ?? 0) + 1 },
  });
  if (raised.kind === 'overtaken') return raised.run;
  if (await context.machines.redrive(arn, `${run.runId}-${raised.run.generation}`))
    return markRunning(context, raised.run);
  // Its last day has passed meanwhile, say.
  return startAnew(context, raised.run);
}

async function startAnew(context: RetryContext, run: Run): Promise<Run> {
  const { project, pipeline, definitionHash } = run;
  const what = `the retry of run "${run.runId}"`;
  const version = await findVersion(context.registry, project, pipeline, definitionHash);
  const compiled = acceptOrRefuse(await compileRun(context, version, run), what);
  const { plan, structureHash } = compiled;
  const { stateMachineArn } = acceptOrRefuse(await deployStructure(context, project, compiled, version), what);
  const former = new Map(run.nodes.map((node) => [node.node, node]));
  const raised = await raise(context, run, {
    nodes: runNodes(plan).map((node) => keepSuccesses(node, former.get(node.node))),
    structureHash,
    stateMachineExecutionArn: machineExecution(stateMachineArn, run.runId, run.generation + 1),
  });
  return raised.kind === 'overtaken' ? raised.run : launchRun(context, raised.run, { stateMachineArn, plan });
}

type Raised = { readonly kind: 'raised' | 'overtaken'; readonly run: Run };

/** Begins the next generation, in which nothing is left of what did not succeed. */
async function raise(context: RetryContext, run: Run, retry: Omit<RunRetry, 'at'>): Promise<Raised> {
  const at = context.now().toISOString();
  const raised = await context.runs.retry(run, run.generation, { ...retry, at });
  const current = await findRun(context.runs, run);
  if (!raised) return { kind: 'overtaken', run: current };
  await inParallel(withoutSuccess(run.nodes), 16, ({ node, sizes }) =>
    context.executions.forgetUnsuccessful(run.project, run.runId, node, sizes),
  );
  return { kind: 'raised', run: current };
}
