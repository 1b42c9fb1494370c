import type { CommandContext } from '../command-context.ts';
import { findRunId } from '../runs/find-run.ts';
import { type FollowOptions, followRun } from './follow-run.ts';
import { parameterValues } from './parse-assignments.ts';

export interface RerunOptions extends FollowOptions {
  readonly from: string;
  readonly parameter: readonly string[];
  readonly idempotencyKey?: string;
}

/** Starts a run that takes from a former one all that does not come behind one node, and follows it. */
export async function rerunRun(context: CommandContext, word: string, options: RerunOptions): Promise<void> {
  const parameters = parameterValues(options.parameter);
  const { from, idempotencyKey } = options;
  await followRun(context, { ...options, onlyExisting: true }, async (client, { progress, starting }) => {
    const runId = await findRunId(client, word);
    progress.note(`rerunning from ${from}; what does not come after it is taken from run ${runId}`);
    return client.rerunRun(
      { runId, from, parameters },
      { signal: starting(), ...(idempotencyKey === undefined ? {} : { idempotencyKey }) },
    );
  });
}
