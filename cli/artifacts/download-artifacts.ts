import { stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { ArtifactResource } from '../../api/schemas/artifact.ts';
import { downloadArtifact } from '../../client/node/download-artifact.ts';
import type { SlipwayClient } from '../../client/slipway-client.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import type { ConnectionOptions } from '../connection/api-connection.ts';
import { withApi } from '../connection/with-api.ts';
import { formatSize } from '../output/format-size.ts';
import { findRunId, isRunId } from '../runs/find-run.ts';
import { artifactsOfRun } from './list-artifacts.ts';

export interface DownloadArtifactsOptions extends ConnectionOptions {
  readonly node?: string;
  readonly out: string;
  readonly json?: true;
}

interface Download {
  readonly artifact: ArtifactResource;
  readonly target: string;
}

/** One file to a path or into a folder; a run's files into a folder for each execution. */
export async function downloadArtifacts(
  context: CommandContext,
  word: string,
  options: DownloadArtifactsOptions,
): Promise<void> {
  const { folder } = context.terminal;
  const files = await withApi(context, options, async ({ client }) => {
    const out = resolve(folder, options.out);
    const isRun = word === 'latest' || isRunId(word.toUpperCase());
    const downloads = isRun ? await ofRun(client, word, options.node, out) : [await ofArtifact(client, word, out)];
    for (const { artifact, target } of downloads) await downloadArtifact(client, artifact, target);
    return downloads;
  });
  if (options.json === true) {
    context.print(JSON.stringify({ files: files.map(({ artifact, target }) => ({ ...artifact, file: target })) }));
    return;
  }
  for (const { artifact, target } of files) {
    const shown = relative(folder, target);
    context.print(shown.startsWith('..') ? target : shown);
    context.tell(context.messageColors.dim(`  ${formatSize(artifact.size)}`));
  }
}

async function ofRun(
  client: SlipwayClient,
  word: string,
  node: string | undefined,
  out: string,
): Promise<readonly Download[]> {
  const artifacts = await artifactsOfRun(client, await findRunId(client, word), node);
  return artifacts.map((artifact) => {
    const target = join(out, artifact.producedBy?.executionId ?? '', artifact.path);
    // A path comes from the API, which may be anybody's: nothing is written outside of the folder that was named.
    if (!target.startsWith(out.endsWith(sep) ? out : out + sep)) {
      throw new CommandError(
        `artifact ${artifact.artifactId} has the path "${artifact.path}", which leads out of "${out}"`,
        {
          reason: 'unexpected',
          hint: 'download it by its id, with -o for a path of your own',
        },
      );
    }
    return { artifact, target };
  });
}

async function ofArtifact(client: SlipwayClient, artifactId: string, out: string): Promise<Download> {
  const artifact = await client.getArtifact({ artifactId });
  const found = await stat(out).catch(() => undefined);
  return { artifact, target: found?.isDirectory() === true ? join(out, basename(artifact.path)) : out };
}
