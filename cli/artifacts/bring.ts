import { downloadArtifact } from '../../client/node/download-artifact.ts';
import type { SlipwayClient } from '../../client/slipway-client.ts';
import type { ProgressRenderer } from '../progress/progress-renderer.ts';
import type { Download } from './downloads-of.ts';

export interface BringOptions {
  readonly progress: Pick<ProgressRenderer, 'transfer' | 'note'>;
  readonly signal: AbortSignal;
}

/** Downloads one file after the other and shows how far each is. */
export async function bring(
  client: SlipwayClient,
  downloads: readonly Download[],
  { progress, signal }: BringOptions,
): Promise<void> {
  for (const { artifact, target } of downloads) {
    const onProgress = progress.transfer({ direction: 'download', file: artifact.path, total: artifact.size });
    await downloadArtifact(client, artifact, target, { signal, onProgress });
  }
}
