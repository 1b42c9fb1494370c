import type { RunArtifactResource } from '../../api/schemas/artifact.ts';
import { allItems } from '../../client/all-items.ts';
import type { SlipwayClient } from '../../client/slipway-client.ts';
import type { CommandContext } from '../command-context.ts';
import type { ConnectionOptions } from '../connection/api-connection.ts';
import { withApi } from '../connection/with-api.ts';
import { formatSize } from '../output/format-size.ts';
import { formatTable } from '../output/print-table.ts';
import { findRunId } from '../runs/find-run.ts';

export interface ListArtifactsOptions extends ConnectionOptions {
  readonly node?: string;
  readonly json?: true;
}

export async function listArtifacts(
  context: CommandContext,
  word: string,
  options: ListArtifactsOptions,
): Promise<void> {
  const artifacts = await withApi(context, options, async ({ client }) =>
    artifactsOfRun(client, await findRunId(client, word), options.node),
  );
  if (options.json === true) {
    context.print(JSON.stringify({ artifacts }));
    return;
  }
  if (artifacts.length === 0) {
    context.tell('the run has written no files');
    return;
  }
  const columns = [
    { title: 'execution' },
    { title: 'file' },
    { title: 'size', align: 'right' },
    { title: 'artifact' },
  ] as const;
  const rows = artifacts.map((artifact) => [
    (artifact.reusedBy ?? artifact.producedBy)?.executionId ?? '',
    artifact.path,
    formatSize(artifact.size),
    artifact.artifactId,
  ]);
  context.print(formatTable(columns, rows, context.colors));
}

export async function artifactsOfRun(
  client: SlipwayClient,
  runId: string,
  node: string | undefined,
): Promise<readonly RunArtifactResource[]> {
  const found: RunArtifactResource[] = [];
  const query = { runId, ...(node === undefined ? {} : { node }) };
  for await (const artifact of allItems(client.listRunArtifacts, query)) found.push(artifact);
  return found;
}
