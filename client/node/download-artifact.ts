import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import http from 'node:http';
import https from 'node:https';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ArtifactReferenceResource } from '../../api/schemas/artifact.ts';
import type { Try } from '../retry-policy.ts';
import { defaultRetryPolicy, withRetries } from '../retry-policy.ts';
import type { SlipwayClient } from '../slipway-client.ts';
import { whyUnreached } from '../call-route.ts';
import { SlipwayStoreError } from '../slipway-api-error.ts';
import type { TransferOptions } from './transfer-progress.ts';

type Downloadable = Pick<ArtifactReferenceResource, 'artifactId' | 'sha256' | 'size'>;

/** Writes an artifact's bytes to `target`: whole and with the right checksum, or not at all. What breaks off is fetched anew. */
export async function downloadArtifact(
  client: SlipwayClient,
  artifact: Downloadable,
  target: string,
  options: TransferOptions = {},
): Promise<void> {
  const { signal } = options;
  await mkdir(dirname(target), { recursive: true });
  const partial = `${target}.part`;
  try {
    await withRetries(defaultRetryPolicy, signal, async (): Promise<Try<undefined>> => {
      // A URL of its own each time: it lives for minutes only.
      const { url } = await client.downloadArtifact(
        { artifactId: artifact.artifactId },
        signal === undefined ? {} : { signal },
      );
      return await fetchInto(partial, url, artifact, options);
    });
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

async function fetchInto(
  partial: string,
  url: string,
  artifact: Downloadable,
  { onProgress, signal }: TransferOptions,
): Promise<Try<undefined>> {
  const { origin } = new URL(url);
  const broken = (error: unknown): Try<undefined> => {
    signal?.throwIfAborted();
    const message = `the download from the store at ${origin} broke off: ${whyUnreached(error)}`;
    return { kind: 'try-again', error: new SlipwayStoreError(origin, message, { cause: error }) };
  };
  let answer: IncomingMessage;
  try {
    answer = await get(url, signal);
  } catch (error) {
    return broken(error);
  }
  const { statusCode: status = 0 } = answer;
  if (status !== 200) {
    answer.resume();
    const error = new SlipwayStoreError(origin, `the store at ${origin} refused the download with status ${status}`);
    if (status < 500) throw error;
    return { kind: 'try-again', error };
  }
  const hash = createHash('sha256');
  const body: AsyncIterable<Buffer> = answer;
  let transferred = 0;
  let brokenBy: { readonly error: unknown } | undefined;
  try {
    await pipeline(async function* () {
      try {
        for await (const chunk of body) {
          hash.update(chunk);
          transferred += chunk.byteLength;
          onProgress?.({ transferred, total: artifact.size });
          yield chunk;
        }
      } catch (error) {
        brokenBy = { error };
        throw error;
      }
    }, createWriteStream(partial));
  } catch (error) {
    // What the disk refuses, another try does not mend.
    if (brokenBy === undefined) throw error;
    return broken(error);
  }
  const found = hash.digest('hex');
  if (found === artifact.sha256) return { kind: 'done', value: undefined };
  throw new SlipwayStoreError(
    origin,
    `artifact ${artifact.artifactId} came damaged from the store at ${origin}: its SHA-256 is ${found}, not ${artifact.sha256}; try again`,
  );
}

/** Not by fetch, which ends the process with an assertion where the connection is cut while the disk is slower. */
function get(url: string, signal: AbortSignal | undefined): Promise<IncomingMessage> {
  const { get } = url.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    get(url, signal === undefined ? {} : { signal }, resolve).on('error', reject);
  });
}
