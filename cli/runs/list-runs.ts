import type { RunResource } from '../../api/schemas/run.ts';
import { allItems } from '../../client/all-items.ts';
import type { CommandContext } from '../command-context.ts';
import type { ConnectionOptions } from '../connection/api-connection.ts';
import { locationWords } from '../connection/location-words.ts';
import { withApi } from '../connection/with-api.ts';
import { durationBetween, formatDuration } from '../output/format-duration.ts';
import { formatTable } from '../output/print-table.ts';
import { paintStatus } from '../output/paint-status.ts';
import { tellInterrupted } from './tell-interrupted.ts';

export interface ListRunsOptions extends ConnectionOptions {
  readonly pipeline?: string;
  readonly limit: number;
  readonly json?: true;
}

const PAGE = 100;

export async function listRuns(context: CommandContext, options: ListRunsOptions): Promise<void> {
  const { pipeline, limit, json } = options;
  const runs = await withApi(context, options, async (connection) => {
    const { client } = connection;
    const found: RunResource[] = [];
    const query = { limit: Math.min(PAGE, limit), ...(pipeline === undefined ? {} : { pipeline }) };
    for await (const run of allItems(client.listRuns, query)) {
      found.push(run);
      if (found.length >= limit) break;
    }
    tellInterrupted(context, connection, found, locationWords(options));
    return found;
  });
  if (json === true) {
    context.print(JSON.stringify({ runs }));
  } else if (runs.length === 0) {
    context.tell('there are no runs yet; start one with: slipway run FILE');
  } else {
    context.print(tableOf(runs, context));
  }
}

function tableOf(runs: readonly RunResource[], { colors }: CommandContext): string {
  const rows = runs.map((run) => {
    const took = durationBetween(run.createdAt, run.finishedAt);
    const started = run.createdAt.replace('T', ' ').replace(/\.\d+Z$/u, 'Z');
    return [
      run.runId,
      run.pipeline,
      paintStatus(run.status, colors),
      started,
      took === undefined ? '' : formatDuration(took),
    ];
  });
  const columns = [
    { title: 'run' },
    { title: 'pipeline' },
    { title: 'status' },
    { title: 'started' },
    { title: 'time', align: 'right' },
  ] as const;
  return formatTable(columns, rows, colors);
}
