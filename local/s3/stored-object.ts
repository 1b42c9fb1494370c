import type { BuildAppOptions } from 'fauxqs';

/** fauxqs's own types of its store, which it does not export by name. */
type FauxqsStore = NonNullable<BuildAppOptions['stores']>['s3Store'];

/** What fauxqs's operations ask of a store. */
export type S3Operations = Pick<
  FauxqsStore,
  | 'createBucket'
  | 'getBucketType'
  | 'putBucketLifecycleConfiguration'
  | 'getBucketLifecycleConfiguration'
  | 'deleteBucketLifecycleConfiguration'
  | 'deleteBucket'
  | 'hasBucket'
  | 'listBuckets'
  | 'putObject'
  | 'getObject'
  | 'deleteObject'
  | 'headObject'
  | 'listObjects'
  | 'renameObject'
  | 'deleteObjects'
  | 'createMultipartUpload'
  | 'uploadPart'
  | 'completeMultipartUpload'
  | 'abortMultipartUpload'
>;

export type S3Object = ReturnType<FauxqsStore['getObject']>;

/** An object without its bytes. */
export type ObjectHead = Omit<S3Object, 'body'>;

export type ChecksumAlgorithm = NonNullable<S3Object['checksumAlgorithm']>;
