import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { BodyFiles } from './body-files.ts';

export interface StreamedBody {
  readonly file: string;
  readonly size: number;
  /** Lower-case hex. */
  readonly md5: string;
  /** Base64, as the checksum headers have it. */
  readonly sha256: string;
}

/** Writes a large body to its file as it comes, so that a data set of gigabytes does not pass through memory. */
export async function streamUpload(files: BodyFiles, request: IncomingMessage): Promise<StreamedBody> {
  const { name, path } = files.draft();
  const md5 = createHash('md5');
  const sha256 = createHash('sha256');
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      md5.update(chunk);
      sha256.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  try {
    await pipeline(request, measure, createWriteStream(path));
  } catch (error) {
    files.remove(name);
    throw error;
  }
  return { file: name, size, md5: md5.digest('hex'), sha256: sha256.digest('base64') };
}
