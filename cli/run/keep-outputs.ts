import { access, constants, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { RunDetailResource } from '../../api/schemas/run.ts';
import type { SlipwayClient } from '../../client/slipway-client.ts';
import { bring, type BringOptions } from '../artifacts/bring.ts';
import { downloadsOf } from '../artifacts/downloads-of.ts';
import { artifactsOfRun } from '../artifacts/list-artifacts.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import { describeError } from '../output/describe-error.ts';
import { resultOf } from '../report/report-run.ts';

/** Before a run is started, since it is too late to learn at its end that its files cannot be kept. */
export async function requireOutputFolder(context: CommandContext, folder: string): Promise<void> {
  const out = resolve(context.terminal.folder, folder);
  try {
    await mkdir(out, { recursive: true });
    await access(out, constants.W_OK | constants.X_OK);
  } catch (error) {
    const why = describeError(error);
    throw new CommandError(`--outputs "${folder}" cannot be written: ${why?.message ?? String(error)}`, {
      hint: why?.hint ?? 'name another folder',
      cause: error,
    });
  }
}

export interface KeepOptions extends BringOptions {
  readonly folder: string;
}

/**
 * `--outputs FOLDER`: the files of the nodes that no other node follows, each execution's in a folder of its own, and
 * `run.json`, the line that `--json` ends with.
 */
export async function keepOutputs(
  context: CommandContext,
  client: SlipwayClient,
  run: RunDetailResource,
  { folder, progress, signal }: KeepOptions,
): Promise<void> {
  const out = resolve(context.terminal.folder, folder);
  const followed = new Set(run.nodes.flatMap(({ after }) => after));
  await mkdir(out, { recursive: true });
  for (const { node } of run.nodes) {
    if (followed.has(node)) continue;
    await bring(client, downloadsOf(await artifactsOfRun(client, run.runId, node), out), { progress, signal });
  }
  await writeFile(join(out, 'run.json'), `${JSON.stringify(resultOf(run))}\n`);
  progress.note(`outputs in ${folder}`);
}
