import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

import type { BodyFiles } from './body-files.ts';
import { bucketTable } from './bucket-table.ts';
import type { FauxqsProtocol, S3Fault } from './fauxqs-protocol.ts';
import { listObjects } from './list-objects.ts';
import { multipartUploads } from './multipart-uploads.ts';
import { objectTable, type BodySource } from './object-table.ts';
import type { ObjectHead, S3Operations } from './stored-object.ts';

export interface ObjectStore extends S3Operations {
  /** The same, with objects whose bytes are read only as they are sent: for GET, which may be of gigabytes. */
  readonly unread: S3Operations;
  /** Undefined where there is no such object. */
  find(bucket: string, key: string): ObjectHead | undefined;
  /** Puts an object whose bytes are already in a body file. */
  putFile(bucket: string, head: ObjectHead, file: string): void;
}

const BUCKET_NAME = /^(?!\d+\.\d+\.\d+\.\d+$)(?!.*(?:\.\.|\.-|-\.))[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** What fauxqs's operations work on: every write is on disk when they answer, and no bytes stay in memory. */
export function objectStore(database: DatabaseSync, files: BodyFiles, protocol: FauxqsProtocol): ObjectStore {
  const { S3Error } = protocol;
  const buckets = bucketTable(database);
  const objects = objectTable(database, files);
  const uploads = multipartUploads(database, files, protocol);

  const bucketNamed = (name: string) => {
    const bucket = buckets.get(name);
    if (!bucket) throw new S3Error('NoSuchBucket', `The specified bucket does not exist: ${name}`, 404);
    return bucket;
  };
  const noSuchKey = (bucket: string, key: string): S3Fault =>
    new S3Error('NoSuchKey', 'The specified key does not exist.', 404, `/${bucket}/${key}`);
  const headOf = (bucket: string, key: string): ObjectHead => {
    bucketNamed(bucket);
    const head = objects.head(bucket, key);
    if (!head) throw noSuchKey(bucket, key);
    return head;
  };
  const put = (bucket: string, head: ObjectHead, source: BodySource): void => {
    bucketNamed(bucket);
    objects.put(bucket, head, source);
  };
  const remove = (bucket: string, key: string): void => {
    bucketNamed(bucket);
    objects.remove(bucket, key);
  };

  const store: Omit<ObjectStore, 'unread'> = {
    find: (bucket, key) => objects.head(bucket, key),
    putFile: (bucket, head, name) => {
      put(bucket, head, { kind: 'file', name });
    },
    createBucket(name, type) {
      if (!BUCKET_NAME.test(name))
        throw new S3Error('InvalidBucketName', `The specified bucket is not valid: ${name}`, 400);
      buckets.create(name, type ?? 'general-purpose');
    },
    getBucketType: (name) => buckets.get(name)?.type,
    hasBucket: (name) => buckets.get(name) !== undefined,
    listBuckets: () => buckets.list().map(({ name, created }) => ({ name, creationDate: created })),
    deleteBucket(name) {
      bucketNamed(name);
      if (!objects.isEmpty(name) || !uploads.isEmpty(name)) {
        throw new S3Error('BucketNotEmpty', 'The bucket you tried to delete is not empty.', 409);
      }
      buckets.remove(name);
    },
    putBucketLifecycleConfiguration: (name, configuration) => {
      buckets.setLifecycle(name, configuration);
    },
    getBucketLifecycleConfiguration: (name) => buckets.get(name)?.lifecycle,
    deleteBucketLifecycleConfiguration: (name) => {
      buckets.setLifecycle(name, null);
    },
    putObject(bucket, key, body, contentType = 'application/octet-stream', metadata = {}, system = {}, checksum) {
      const head: ObjectHead = {
        key,
        contentType,
        contentLength: body.length,
        etag: `"${createHash('md5').update(body).digest('hex')}"`,
        lastModified: new Date(),
        metadata,
        ...system,
        ...(checksum
          ? {
              checksumAlgorithm: checksum.algorithm,
              checksumValue: checksum.value,
              checksumType: checksum.type,
              ...(checksum.partChecksums ? { partChecksums: checksum.partChecksums } : {}),
            }
          : {}),
      };
      put(bucket, head, { kind: 'bytes', bytes: body });
      return { ...head, body };
    },
    getObject(bucket, key) {
      const head = headOf(bucket, key);
      const body = objects.body(bucket, key);
      if (!body) throw noSuchKey(bucket, key);
      return { ...head, body };
    },
    headObject: (bucket, key) => ({ ...headOf(bucket, key), body: Buffer.alloc(0) }),
    deleteObject: remove,
    deleteObjects(bucket, keys) {
      for (const key of keys) remove(bucket, key);
      return keys;
    },
    listObjects(bucket, request = {}) {
      bucketNamed(bucket);
      const { objects: heads, commonPrefixes, isTruncated } = listObjects(objects, bucket, request);
      const body = Buffer.alloc(0);
      return { objects: heads.map((head) => ({ ...head, body })), commonPrefixes: [...commonPrefixes], isTruncated };
    },
    renameObject() {
      throw new S3Error(
        'NotImplemented',
        'Renaming belongs to directory buckets, which the local cloud does not keep.',
        501,
      );
    },
    createMultipartUpload(
      bucket,
      key,
      contentType = 'application/octet-stream',
      metadata = {},
      system = {},
      algorithm,
    ) {
      bucketNamed(bucket);
      return uploads.create(bucket, key, {
        contentType,
        metadata,
        ...system,
        ...(algorithm ? { checksumAlgorithm: algorithm } : {}),
      });
    },
    uploadPart(uploadId, number, body, checksum) {
      return {
        ...uploads.put(uploadId, number, body, checksum),
        ...(checksum === undefined ? {} : { checksumValue: checksum }),
      };
    },
    completeMultipartUpload(uploadId, asked) {
      const { bucket, head, body } = uploads.complete(uploadId, asked);
      put(bucket, head, body);
      uploads.drop(uploadId);
      return { ...head, body: Buffer.alloc(0) };
    },
    abortMultipartUpload: (uploadId) => {
      uploads.drop(uploadId);
    },
  };
  const unread: S3Operations = {
    ...store,
    getObject(bucket, key) {
      const head = headOf(bucket, key);
      const body = objects.unreadBody(bucket, key);
      if (!body) throw noSuchKey(bucket, key);
      // GetObject takes no more of a buffer than a slice has.
      return { ...head, body: body as Buffer };
    },
  };
  return { ...store, unread };
}
