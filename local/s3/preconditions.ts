import type { FauxqsProtocol, S3Request } from './fauxqs-protocol.ts';
import type { ObjectStore } from './object-store.ts';

/**
 * Conditional writes, which fauxqs leaves out: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html.
 * Writes are made one after another in this process, so that between check and write nothing can happen.
 */
export function checkPreconditions(store: ObjectStore, { S3Error }: FauxqsProtocol, request: S3Request): void {
  const { bucket = '', '*': key = '' } = request.params;
  const ifNoneMatch = request.headers['if-none-match'];
  const ifMatch = request.headers['if-match'];
  if (ifNoneMatch === undefined && ifMatch === undefined) return;
  const present = store.find(bucket, key);
  if (ifNoneMatch === '*' && present) throw preconditionFailed();
  if (typeof ifMatch === 'string' && !present) throw new S3Error('NoSuchKey', 'The specified key does not exist.', 404);
  if (typeof ifMatch === 'string' && ifMatch.replaceAll('"', '') !== present?.etag.replaceAll('"', ''))
    throw preconditionFailed();

  function preconditionFailed(): Error {
    return new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
  }
}
