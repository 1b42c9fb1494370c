import { resolve } from 'node:path';
import type { CommandContext } from '../command-context.ts';
import type { ConnectionOptions } from '../connection/api-connection.ts';
import { DEFAULT_DATA_FOLDER } from '../connection/api-connection.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatTable } from '../output/print-table.ts';
import { allChecks } from './all-checks.ts';

export interface ExamineOptions extends ConnectionOptions {
  readonly json?: true;
}

/** Looks at everything before it says anything: one thing missing often explains another. */
export async function examineMachine(context: CommandContext, options: ExamineOptions): Promise<void> {
  const { colors, terminal } = context;
  const machine = {
    terminal,
    endpointUrl: options.endpointUrl,
    dataFolder: resolve(terminal.folder, options.data ?? DEFAULT_DATA_FOLDER),
  };
  const results = await Promise.all(
    allChecks.map(async (check) => ({ name: check.name, ...(await check.run(machine)) })),
  );
  const healthy = results.every(({ status }) => status !== 'missing');
  context.exitWith(healthy ? exitCodes.ok : exitCodes.unexpected);
  if (options.json === true) {
    context.print(JSON.stringify({ healthy, checks: results }));
    return;
  }
  const paint = { ok: colors.green, warning: colors.yellow, missing: colors.red };
  const rows = results.map(({ name, status, found, hint }) => [
    paint[status](status),
    name,
    hint === undefined ? found : `${found}; ${hint}`,
  ]);
  context.print(formatTable([{ title: 'status' }, { title: 'what' }, { title: 'found' }], rows, colors));
}
