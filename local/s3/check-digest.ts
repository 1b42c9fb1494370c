import { createHash } from 'node:crypto';

import type { FauxqsProtocol, S3Request } from './fauxqs-protocol.ts';
import type { StreamedBody } from './stream-upload.ts';

/** Refuses bytes that are not those whose digest the sender states, as S3 does; fauxqs would believe the sender. */
export function checkDigest(protocol: FauxqsProtocol, { headers, body }: Pick<S3Request, 'headers' | 'body'>): void {
  // A chunked body is framed, and its digest is in a trailer.
  if (String(headers['content-encoding'] ?? '').includes('aws-chunked')) return;
  const sha256 = headers['x-amz-checksum-sha256'];
  const md5 = headers['content-md5'];
  if (typeof sha256 === 'string') compare(protocol, sha256, createHash('sha256').update(body).digest('base64'));
  if (typeof md5 === 'string') compare(protocol, md5, createHash('md5').update(body).digest('base64'));
}

export function checkStreamedDigest(
  protocol: FauxqsProtocol,
  headers: S3Request['headers'],
  { sha256, md5 }: StreamedBody,
): void {
  const statedSha256 = headers['x-amz-checksum-sha256'];
  const statedMd5 = headers['content-md5'];
  if (typeof statedSha256 === 'string') compare(protocol, statedSha256, sha256);
  if (typeof statedMd5 === 'string') compare(protocol, statedMd5, Buffer.from(md5, 'hex').toString('base64'));
}

function compare({ S3Error }: FauxqsProtocol, stated: string, found: string): void {
  if (stated === found) return;
  throw new S3Error(
    'BadDigest',
    `The digest you specified (${stated}) did not match what was received (${found}).`,
    400,
  );
}
