import { closeNodes } from './close-nodes.ts';
import type { FinishContext, FinishRequest } from './finish-run.ts';
import { isCurrent } from './machine-generation.ts';
import { runFate } from './run-fate.ts';
import { isRunFate } from './statuses.ts';

/**
 * Before the nodes of `finally`: gives every other node its fate, and records what the run comes to without them, so that they
 * can see both. Idempotent: what was settled first stands.
 */
export async function settleRun(
  context: FinishContext,
  request: Pick<FinishRequest, 'project' | 'runId' | 'generation' | 'ending'>,
): Promise<void> {
  const run = await context.runs.get(request);
  if (run === undefined || !isCurrent(run, request) || isRunFate(run.status)) return;
  if (run.outcome !== undefined) return;
  const { halt, statusMode } = run;
  const circumstances = { ending: request.ending, stopping: run.status === 'stopping' };
  const at = context.now().toISOString();
  const nodes = await closeNodes(context, run, circumstances, at, (node) => node.finally !== true);
  const outcome = runFate(
    nodes.filter((node) => node.finally !== true),
    {
      ...circumstances,
      ...(halt === undefined ? {} : { halt }),
      ...(statusMode === undefined ? {} : { statusMode }),
    },
  );
  await context.runs.settle(request, run.generation, nodes, outcome);
}
