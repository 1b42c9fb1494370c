import type { CommandContext } from '../command-context.ts';
import type { ConnectionOptions } from '../connection/api-connection.ts';
import { withApi } from '../connection/with-api.ts';
import { formatSize } from '../output/format-size.ts';
import { formatTable } from '../output/print-table.ts';

export interface ShowArtifactOptions extends ConnectionOptions {
  readonly json?: true;
}

export async function showArtifact(
  context: CommandContext,
  artifactId: string,
  options: ShowArtifactOptions,
): Promise<void> {
  const artifact = await withApi(context, options, ({ client }) => client.getArtifact({ artifactId }));
  if (options.json === true) {
    context.print(JSON.stringify(artifact));
    return;
  }
  const { producedBy, readBy } = artifact;
  const rows = [
    ['file', artifact.path],
    ['size', `${formatSize(artifact.size)} (${artifact.size} bytes)`],
    ['type', artifact.mediaType],
    ['sha256', artifact.sha256],
    ['address', artifact.uri],
    ['made by', producedBy === undefined ? 'an upload' : `${producedBy.executionId} of run ${producedBy.runId}`],
    ...readBy.map((reader) => ['read by', `${reader.executionId} of run ${reader.runId}`]),
    ...Object.entries(artifact.metadata ?? {}).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ];
  context.print(formatTable([{ title: 'artifact' }, { title: artifact.artifactId }], rows, context.colors));
}
