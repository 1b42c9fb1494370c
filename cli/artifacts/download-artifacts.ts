import { stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import type { SlipwayClient } from '../../client/slipway-client.ts';
import type { CommandContext } from '../command-context.ts';
import type { ConnectionOptions } from '../connection/api-connection.ts';
import { withApi } from '../connection/with-api.ts';
import { formatSize } from '../output/format-size.ts';
import { createRenderer } from '../progress/choose-renderer.ts';
import { findRunId, isRunId } from '../runs/find-run.ts';
import { bring } from './bring.ts';
import { downloadsOf, type Download } from './downloads-of.ts';
import { artifactsOfRun } from './list-artifacts.ts';

export interface DownloadArtifactsOptions extends ConnectionOptions {
  readonly node?: string;
  readonly out: string;
  readonly json?: true;
}

/** One file to a path or into a folder; a run's files into a folder for each execution. */
export async function downloadArtifacts(
  context: CommandContext,
  word: string,
  options: DownloadArtifactsOptions,
): Promise<void> {
  const { folder } = context.terminal;
  const files = await withApi(context, options, async ({ client }, signal) => {
    const out = resolve(folder, options.out);
    const isRun = word === 'latest' || isRunId(word.toUpperCase());
    const downloads = isRun
      ? downloadsOf(await artifactsOfRun(client, await findRunId(client, word), options.node), out)
      : [await ofArtifact(client, word, out)];
    const progress = await createRenderer(context, options.json === true);
    try {
      await bring(client, downloads, { progress, signal });
    } finally {
      progress.end();
    }
    return downloads;
  });
  if (options.json === true) {
    context.print(
      JSON.stringify({ type: 'result', files: files.map(({ artifact, target }) => ({ ...artifact, file: target })) }),
    );
    return;
  }
  for (const { artifact, target } of files) {
    const shown = relative(folder, target);
    context.print(shown.startsWith('..') ? target : shown);
    context.tell(context.messageColors.dim(`  ${formatSize(artifact.size)}`));
  }
}

async function ofArtifact(client: SlipwayClient, artifactId: string, out: string): Promise<Download> {
  const artifact = await client.getArtifact({ artifactId });
  const found = await stat(out).catch(() => undefined);
  return { artifact, target: found?.isDirectory() === true ? join(out, basename(artifact.path)) : out };
}
