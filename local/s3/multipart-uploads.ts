import { createHash, randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

import type { BodyFiles } from './body-files.ts';
import type { FauxqsProtocol } from './fauxqs-protocol.ts';
import type { BodySource } from './object-table.ts';
import type { ChecksumAlgorithm, ObjectHead } from './stored-object.ts';

/** What an upload will make, without what only its bytes can tell. */
export type UploadHead = Pick<ObjectHead, 'contentType' | 'metadata'> & Partial<ObjectHead>;

export interface Part {
  readonly number: number;
  readonly etag: string;
  readonly size: number;
  readonly checksum: string | undefined;
  readonly file: string;
}

export interface CompletedUpload {
  readonly bucket: string;
  readonly head: ObjectHead;
  readonly body: BodySource;
}

export interface MultipartUploads {
  create(bucket: string, key: string, head: UploadHead): string;
  put(uploadId: string, number: number, body: Uint8Array, checksum: string | undefined): { readonly etag: string };
  /** Joins the parts; the upload is gone after `drop`. */
  complete(uploadId: string, asked: readonly { readonly partNumber: number; readonly etag: string }[]): CompletedUpload;
  drop(uploadId: string): void;
  isEmpty(bucket: string): boolean;
}

/** S3's smallest part but the last: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MIN_PART_BYTES = 5 * 1024 * 1024;

export function multipartUploads(
  database: DatabaseSync,
  files: BodyFiles,
  { S3Error, computeCompositeChecksum }: FauxqsProtocol,
): MultipartUploads {
  const insert = database.prepare('INSERT INTO uploads (id, bucket, key, head) VALUES (?, ?, ?, ?)');
  const find = database.prepare('SELECT bucket, key, head FROM uploads WHERE id = ?');
  const any = database.prepare('SELECT 1 FROM uploads WHERE bucket = ? LIMIT 1');
  const remove = database.prepare('DELETE FROM uploads WHERE id = ?');
  const putPart = database.prepare(
    'INSERT OR REPLACE INTO parts (upload, number, etag, size, checksum, file) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const parts = database.prepare(
    'SELECT number, etag, size, checksum, file FROM parts WHERE upload = ? ORDER BY number',
  );
  const removeParts = database.prepare('DELETE FROM parts WHERE upload = ?');
  const uploadOf = (id: string) => {
    const row = find.get(id);
    if (!row)
      throw new S3Error(
        'NoSuchUpload',
        'The specified upload does not exist. It may have been aborted or completed.',
        404,
      );
    return {
      bucket: String(row['bucket']),
      key: String(row['key']),
      head: JSON.parse(String(row['head'])) as UploadHead,
    };
  };
  const partsOf = (id: string): readonly Part[] =>
    parts.all(id).map((row) => ({
      number: Number(row['number']),
      etag: String(row['etag']),
      size: Number(row['size']),
      checksum: typeof row['checksum'] === 'string' ? row['checksum'] : undefined,
      file: String(row['file']),
    }));
  return {
    create(bucket, key, head) {
      const id = randomUUID();
      insert.run(id, bucket, key, JSON.stringify(head));
      return id;
    },
    put(uploadId, number, body, checksum) {
      uploadOf(uploadId);
      const before = partsOf(uploadId).find((part) => part.number === number);
      const etag = `"${md5(body).toString('hex')}"`;
      const file = files.write(body);
      try {
        putPart.run(uploadId, number, etag, body.byteLength, checksum ?? null, file);
      } catch (error) {
        files.remove(file);
        throw error;
      }
      if (before) files.remove(before.file);
      return { etag };
    },
    complete(uploadId, asked) {
      const { bucket, key, head } = uploadOf(uploadId);
      const present = new Map(partsOf(uploadId).map((part) => [part.number, part]));
      const chosen = asked.map(({ partNumber, etag }, index) => {
        if (index > 0 && partNumber <= (asked[index - 1]?.partNumber ?? 0)) {
          throw new S3Error('InvalidPartOrder', 'The list of parts was not in ascending order.', 400);
        }
        const part = present.get(partNumber);
        if (part?.etag.replaceAll('"', '') !== etag.replaceAll('"', '')) {
          throw new S3Error('InvalidPart', `Part ${partNumber} was not uploaded, or with another entity tag.`, 400);
        }
        if (part.size < MIN_PART_BYTES && index < asked.length - 1) {
          throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400);
        }
        return part;
      });
      const whole: ObjectHead = {
        ...head,
        ...compositeChecksum(head.checksumAlgorithm, chosen),
        key,
        contentLength: chosen.reduce((sum, part) => sum + part.size, 0),
        etag: compositeEtag(chosen),
        lastModified: new Date(),
        parts: chosen.map((part, index) => ({
          partNumber: part.number,
          offset: chosen.slice(0, index).reduce((sum, { size }) => sum + size, 0),
          length: part.size,
        })),
      };
      return { bucket, head: whole, body: { kind: 'file', name: files.join(chosen.map(({ file }) => file)) } };
    },
    drop(uploadId) {
      uploadOf(uploadId);
      const dropped = partsOf(uploadId);
      remove.run(uploadId);
      removeParts.run(uploadId);
      for (const { file } of dropped) files.remove(file);
    },
    isEmpty: (bucket) => any.get(bucket) === undefined,
  };

  function compositeChecksum(algorithm: ChecksumAlgorithm | undefined, chosen: readonly Part[]): Partial<ObjectHead> {
    const checksums = chosen.flatMap(({ checksum }) => (checksum === undefined ? [] : [checksum]));
    if (algorithm === undefined || checksums.length === 0) return {};
    return {
      checksumAlgorithm: algorithm,
      checksumValue: computeCompositeChecksum(algorithm, checksums),
      checksumType: 'COMPOSITE',
      partChecksums: checksums,
    };
  }
}

/** MD5 of the parts' MD5s and their number, as S3 makes it. */
function compositeEtag(chosen: readonly Part[]): string {
  const digests = Buffer.concat(chosen.map(({ etag }) => Buffer.from(etag.replaceAll('"', ''), 'hex')));
  return `"${md5(digests).toString('hex')}-${chosen.length}"`;
}

function md5(bytes: Uint8Array): Buffer {
  return createHash('md5').update(bytes).digest();
}
