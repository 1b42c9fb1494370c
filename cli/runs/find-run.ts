import type { SlipwayClient } from '../../client/slipway-client.ts';
import { CommandError } from '../command-error.ts';

const RUN_ID = /^[0-9A-HJKMNP-TV-Z]{26}$/u;

export function isRunId(word: string): boolean {
  return RUN_ID.test(word);
}

/** The id of a run that was named: itself, the start of it where that is enough, or the newest for `latest`. */
export async function findRunId(client: SlipwayClient, word: string): Promise<string> {
  const wanted = word.toUpperCase();
  if (isRunId(wanted)) return wanted;
  const { items } = await client.listRuns({ limit: 100 });
  if (word === 'latest') {
    const [newest] = items;
    if (newest === undefined)
      throw new CommandError('there are no runs yet', { reason: 'notFound', hint: 'start one with: slipway run FILE' });
    return newest.runId;
  }
  const matching = items.filter(({ runId }) => runId.startsWith(wanted));
  const [only, ...others] = matching;
  if (only !== undefined && others.length === 0) return only.runId;
  throw new CommandError(
    matching.length === 0 ? `there is no run "${word}"` : `${matching.length} runs begin with "${word}"`,
    { reason: 'notFound', hint: 'slipway runs list shows the runs' },
  );
}
