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
import { type Behind, findBehind, hasPassed, keepPassed, keepSuccesses, succeededWhole } from './retried-nodes.ts';
import { isAgain } from './runs-again.ts';
import type { ApprovalStore } from './approval.ts';
import { axisSizes } from './node-tally.ts';
import type { RunKey, RunRetry } from './run-store.ts';
import type { Run, RunNode } from './run.ts';
import type { StartContext } from './start-run.ts';
import { isRunFate } from './statuses.ts';
import type { ExecutionStore } from './execution-store.ts';

export interface RetryContext extends StartContext {
  readonly executions: ExecutionStore;
  readonly approvals: ApprovalStore;
}

/**
 * Lets a run that failed or was stopped go on from where it failed: what succeeded stays unless something before it runs again, the rest gets another turn. The
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
    nodes: run.nodes.map(keepPassed),
    structureHash,
    stateMachineExecutionArn: arn,
    redrive: { generation: machineGeneration(run), count: (execution.redriveCount ?? 0) + 1 },
  });
  if (raised.kind === 'raised') {
    // The machine repeats what failed, and nothing had begun behind that.
    await forget(
      context,
      run,
      run.nodes.filter((node) => !hasPassed(node)),
      new Map(),
    );
  }
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
  const behind = await findBehind(context.executions, run);
  const raised = await raise(context, run, {
    nodes: runNodes(plan).map((node) => keepSuccesses(node, former.get(node.node), behind)),
    structureHash,
    stateMachineExecutionArn: machineExecution(stateMachineArn, run.runId, run.generation + 1),
  });
  if (raised.kind === 'overtaken') return raised.run;
  await forget(context, run, run.nodes, behind);
  return launchRun(context, raised.run, { stateMachineArn, plan });
}

type Raised = { readonly kind: 'raised' | 'overtaken'; readonly run: Run };

async function raise(context: RetryContext, run: Run, retry: Omit<RunRetry, 'at'>): Promise<Raised> {
  const at = context.now().toISOString();
  const raised = await context.runs.retry(run, run.generation, { ...retry, at });
  return { kind: raised ? 'raised' : 'overtaken', run: await findRun(context.runs, run) };
}

/** Nothing is left of what did not succeed, nor of what stands behind something that runs again. */
async function forget(context: RetryContext, run: Run, nodes: readonly RunNode[], behind: Behind): Promise<void> {
  const { executions, approvals } = context;
  const isBehind = (node: RunNode, trial: readonly number[]) =>
    isAgain(node, behind.get(node.node) ?? new Map(), trial);
  const open = nodes.filter((node) => !succeededWhole(node) || (behind.get(node.node)?.size ?? 0) > 0);
  await inParallel(open, 16, (node) =>
    executions.forget(run.project, run.runId, node.node, {
      successes: (trial) => isBehind(node, trial),
      axisSizes: axisSizes(node),
    }),
  );
  // A yes was said of what is now made anew.
  if ([...behind.values()].every(({ size }) => size === 0)) return;
  const byName = new Map(nodes.map((node) => [node.node, node]));
  for (const approval of await approvals.list(run)) {
    const node = byName.get(approval.node);
    if (node !== undefined && isBehind(node, approval.trial)) await approvals.remove(approval);
  }
}
