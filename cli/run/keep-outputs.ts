import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { RunDetailResource } from '../../api/schemas/run.ts';
import { downloadArtifact } from '../../client/node/download-artifact.ts';
import type { SlipwayClient } from '../../client/slipway-client.ts';
import { downloadsOf } from '../artifacts/downloads-of.ts';
import { artifactsOfRun } from '../artifacts/list-artifacts.ts';
import type { CommandContext } from '../command-context.ts';
import { resultOf } from '../report/report-run.ts';

/**
 * `--outputs FOLDER`: the files of the nodes that no other node follows, each execution's in a folder of its own, and
 * `run.json`, the line that `--json` ends with.
 */
export async function keepOutputs(
  context: CommandContext,
  client: SlipwayClient,
  run: RunDetailResource,
  folder: string,
): Promise<void> {
  const out = resolve(context.terminal.folder, folder);
  const followed = new Set(run.nodes.flatMap(({ after }) => after));
  await mkdir(out, { recursive: true });
  for (const { node } of run.nodes) {
    if (followed.has(node)) continue;
    for (const { artifact, target } of downloadsOf(await artifactsOfRun(client, run.runId, node), out)) {
      await downloadArtifact(client, artifact, target);
    }
  }
  await writeFile(join(out, 'run.json'), `${JSON.stringify(resultOf(run))}\n`);
  context.tell(`outputs in ${folder}`);
}
