import type { CommandContext } from '../command-context.ts';
import type { ConnectionOptions } from '../connection/api-connection.ts';
import { locationWords } from '../connection/location-words.ts';
import { withApi } from '../connection/with-api.ts';
import { formatRun } from '../report/format-run.ts';
import { readRunDetails } from '../report/read-run-details.ts';
import { findRunId } from './find-run.ts';
import { tellInterrupted } from './tell-interrupted.ts';

export interface ShowRunOptions extends ConnectionOptions {
  readonly json?: true;
}

export async function showRun(context: CommandContext, word: string, options: ShowRunOptions): Promise<void> {
  await withApi(context, options, async (connection) => {
    const { client } = connection;
    const run = await client.getRun({ runId: await findRunId(client, word) });
    tellInterrupted(context, connection, [run], locationWords(options));
    if (options.json === true) {
      context.print(JSON.stringify(run));
      return;
    }
    const details = await readRunDetails(client, run);
    const width = context.terminal.stdout.columns ?? 100;
    context.print(
      formatRun(run, details, context.colors, { now: Date.now(), width, location: locationWords(options) }),
    );
  });
}
