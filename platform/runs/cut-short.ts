import type { ExecutionStore, ExecutionSummary } from './execution-store.ts';
import { axisSizes } from './node-tally.ts';
import type { Execution, Run, RunNode } from './run.ts';

/**
 * Which executions a failure elsewhere ended while they were at work, though the machine went on: those of the same trial of
 * a sweep that completes regardless, other trials of a sweep that stops at its first failure, and the nodes of a nested
 * pipeline that failed.
 */
export async function findCutShort(
  executions: ExecutionStore,
  run: Run,
  summaries: readonly ExecutionSummary[],
): Promise<(execution: Execution) => boolean> {
  const open = summaries.some(({ counts }) => (counts.running ?? 0) + (counts.pending ?? 0) > 0);
  const failed = new Set<string>();
  for (const [index, node] of run.nodes.entries()) {
    const { counts = {}, failedAttempts = 0 } = summaries[index] ?? {};
    const fails = failedAttempts + (counts.failed ?? 0) + (counts.errored ?? 0) > 0;
    if (!open || !fails || (node.axes.length === 0 && node.kind !== 'pipeline')) continue;
    for await (const execution of executions.list(run.project, run.runId, node.node, axisSizes(node))) {
      if (hasFailed(execution)) for (const place of placesEndedBy(node, execution)) failed.add(place);
    }
  }
  if (failed.size === 0) return () => false;
  const byName = new Map(run.nodes.map((node) => [node.node, node]));
  return (execution) => {
    const node = byName.get(execution.node);
    return node !== undefined && placesOf(node, execution, byName).some((place) => failed.has(place));
  };
}

function hasFailed({ status, attemptOutcome }: Execution): boolean {
  const bad = (kind: string | undefined) => kind === 'failed' || kind === 'errored';
  return bad(status) || bad(attemptOutcome?.kind);
}

/** A failure rises through Maps up to one that completes regardless, of which it ends one iteration. */
function placesEndedBy({ node, kind, axes }: RunNode, { trial }: Execution): readonly string[] {
  const forgiving = axes.findLastIndex(({ onChildError }) => onChildError === 'continue-and-complete');
  const stopping = axes.findIndex(({ onChildError }) => onChildError === 'stop-all-and-error');
  return [
    ...(kind === 'pipeline' ? [placeOf(axes, trial, axes.length, node)] : []),
    ...(forgiving < 0 ? [] : [placeOf(axes, trial, forgiving + 1)]),
    ...(stopping < 0 ? [] : [placeOf(axes, trial, stopping, node)]),
  ];
}

/** Every iteration that an execution is part of, every sweep of its own node, and every nested pipeline around it. */
function placesOf(
  { node, axes, within }: RunNode,
  { trial }: Execution,
  byName: ReadonlyMap<string, RunNode>,
): readonly string[] {
  const around: string[] = [];
  for (let name = within; name !== undefined; name = byName.get(name)?.within)
    around.push(placeOf(axes, trial, byName.get(name)?.axes.length ?? 0, name));
  return [
    ...axes.flatMap((_, depth) => [placeOf(axes, trial, depth + 1), placeOf(axes, trial, depth, node)]),
    ...around,
  ];
}

function placeOf(axes: RunNode['axes'], trial: readonly number[], depth: number, node?: string): string {
  return JSON.stringify([axes.slice(0, depth).map(({ axis }, index) => [axis, trial[index]]), node]);
}
