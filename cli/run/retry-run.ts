import { hasEnded } from '../../client/wait-for-run.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import { type FollowOptions, followRun } from './follow-run.ts';
import { findRunId } from '../runs/find-run.ts';

/** Lets a run go on from where it failed, and follows it like one that was just started. */
export async function retryRun(context: CommandContext, word: string, options: FollowOptions): Promise<void> {
  await followRun(context, { ...options, onlyExisting: true }, async (client, { progress, signal, starting }) => {
    const runId = await findRunId(client, word);
    const before = await client.getRun({ runId }, { signal });
    if (before.status === 'succeeded') {
      throw new CommandError(`run ${runId} succeeded: there is nothing to retry`, {
        reason: 'usage',
        hint: 'start another run with: slipway run FILE --reuse',
      });
    }
    if (!hasEnded(before)) {
      throw new CommandError(`run ${runId} is still ${before.status}`, {
        reason: 'usage',
        hint: `wait for its end, or stop it with: slipway runs stop ${runId}`,
      });
    }
    const kept = before.nodes.filter(({ status }) => status === 'succeeded').length;
    progress.note(`retrying run ${runId}: ${kept} of ${before.nodes.length} nodes have succeeded and stay`);
    return client.retryRun({ runId }, { signal: starting() });
  });
}
