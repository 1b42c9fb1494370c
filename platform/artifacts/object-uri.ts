export interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
}

/** `s3://<bucket>/<key>`, the key as it is: S3's URIs are not percent-encoded. */
export function objectUri({ bucket, key }: ObjectPlace): string {
  return `s3://${bucket}/${key}`;
}

/** Undefined: not an `s3://` URI of one object. */
export function parseObjectUri(uri: string): ObjectPlace | undefined {
  const parts = /^s3:\/\/([^/]+)\/(.+)$/s.exec(uri);
  if (parts === null) return undefined;
  const [, bucket = '', key = ''] = parts;
  return { bucket, key };
}
