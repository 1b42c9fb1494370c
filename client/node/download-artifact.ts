import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ArtifactReferenceResource } from '../../api/schemas/artifact.ts';
import type { SlipwayClient } from '../slipway-client.ts';
import { SlipwayConnectionError } from '../slipway-api-error.ts';
import type { TransferOptions } from './transfer-progress.ts';

/** Writes an artifact's bytes to `target`: whole and with the right checksum, or not at all. */
export async function downloadArtifact(
  client: SlipwayClient,
  artifact: Pick<ArtifactReferenceResource, 'artifactId' | 'sha256' | 'size'>,
  target: string,
  { onProgress, signal }: TransferOptions = {},
): Promise<void> {
  const { url } = await client.downloadArtifact(
    { artifactId: artifact.artifactId },
    signal === undefined ? {} : { signal },
  );
  const response = await fetch(url, signal === undefined ? {} : { signal });
  if (!response.ok || response.body === null) {
    throw new SlipwayConnectionError(new URL(url).origin, `the download was refused with status ${response.status}`);
  }
  await mkdir(dirname(target), { recursive: true });
  const partial = `${target}.part`;
  const hash = createHash('sha256');
  const body: AsyncIterable<Uint8Array> = response.body;
  try {
    await pipeline(async function* () {
      let transferred = 0;
      for await (const chunk of body) {
        hash.update(chunk);
        transferred += chunk.byteLength;
        onProgress?.({ transferred, total: artifact.size });
        yield chunk;
      }
    }, createWriteStream(partial));
    const found = hash.digest('hex');
    if (found !== artifact.sha256) {
      throw new SlipwayConnectionError(
        new URL(url).origin,
        `artifact ${artifact.artifactId} came damaged: its SHA-256 is ${found}, not ${artifact.sha256}; try again`,
      );
    }
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
