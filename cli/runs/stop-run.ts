import { hasEnded, waitForRun } from '../../client/wait-for-run.ts';
import type { CommandContext } from '../command-context.ts';
import type { ConnectionOptions } from '../connection/api-connection.ts';
import { withApi } from '../connection/with-api.ts';
import { findRunId } from './find-run.ts';

export interface StopRunOptions extends ConnectionOptions {
  readonly wait?: true;
  readonly json?: true;
}

export async function stopRun(context: CommandContext, word: string, options: StopRunOptions): Promise<void> {
  await withApi(context, options, async ({ client, kind }, signal) => {
    const runId = await findRunId(client, word);
    const before = await client.getRun({ runId });
    if (hasEnded(before)) {
      context.print(
        options.json === true ? JSON.stringify(before) : `run ${runId} had already ended: ${before.status}`,
      );
      return;
    }
    const asked = await client.stopRun({ runId });
    // An embedded cloud ends with this command, and a run that is still stopping would be left so.
    const run = options.wait === true || kind === 'embedded' ? await waitForRun(client, runId, { signal }) : asked;
    if (options.json === true) context.print(JSON.stringify(run));
    else context.print(`run ${runId} ${run.status}`);
  });
}
