import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ObjectStore } from '../../../platform/artifacts/object-store.ts';
import { parseObjectUri } from '../../../platform/artifacts/object-uri.ts';
import { shownUri } from '../../../platform/artifacts/shown-uri.ts';
import { StepError } from './step-error.ts';

export interface FetchedFile {
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly mediaType?: string;
}

/** Streams one file to disk and computes its checksum on the way. */
export async function fetchFile(
  objects: Pick<ObjectStore, 'read'>,
  uri: string,
  path: string,
  signal: AbortSignal,
): Promise<FetchedFile> {
  const { content, mediaType } = await open(objects, uri, signal);
  await mkdir(dirname(path), { recursive: true });
  const hash = createHash('sha256');
  let size = 0;
  await pipeline(
    content,
    async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of chunks) {
        hash.update(chunk);
        size += chunk.byteLength;
        yield chunk;
      }
    },
    createWriteStream(path),
    { signal },
  );
  return { size, sha256: hash.digest('hex'), ...(mediaType === undefined ? {} : { mediaType }) };
}

async function open(
  objects: Pick<ObjectStore, 'read'>,
  uri: string,
  signal: AbortSignal,
): Promise<{ readonly content: Readable; readonly mediaType?: string }> {
  const place = parseObjectUri(uri);
  if (place !== undefined) {
    const object = await objects.read(place);
    if (object === undefined)
      throw new StepError('errored', `"${uri}" does not exist; upload it, or correct the address`);
    return object;
  }
  const response = await fetch(uri, { signal });
  if (!response.ok || response.body === null) {
    throw new StepError('errored', `"${shownUri(uri)}" answered ${response.status} ${response.statusText}`);
  }
  const mediaType = response.headers.get('content-type');
  return {
    content: Readable.fromWeb(response.body),
    ...(mediaType === null ? {} : { mediaType }),
  };
}
