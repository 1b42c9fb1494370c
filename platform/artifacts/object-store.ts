import type { Readable } from 'node:stream';
import type { ObjectPlace } from './object-uri.ts';

export interface StoredObject {
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** An HTTP request that anybody may send until it expires, with exactly these headers. */
export interface PresignedRequest {
  readonly method: 'GET' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** ISO 8601 in UTC. */
  readonly expiresAt: string;
}

/** Objects in the platform's bucket; `read` reaches other buckets too. */
export interface ObjectStore {
  readonly bucket: string;
  /** Streams the content into the object and computes its checksum on the way; large content goes up in parts. `size`: the number of bytes to come. */
  write(
    key: string,
    content: Readable,
    options: { readonly size: number; readonly mediaType: string },
  ): Promise<StoredObject>;
  putText(key: string, text: string, mediaType: string): Promise<void>;
  /** Undefined: no such object. */
  getText(key: string): Promise<string | undefined>;
  /** Undefined: no such object, or one that may not be read. */
  read(
    place: ObjectPlace,
  ): Promise<{ readonly content: Readable; readonly size: number; readonly mediaType?: string } | undefined>;
  /** Bytes of the object; undefined: no such object. */
  sizeOf(key: string): Promise<number | undefined>;
  remove(key: string): Promise<void>;
  /** Keys that begin with the prefix, in order; in another bucket when one is named. */
  keys(prefix: string, bucket?: string): AsyncIterable<string>;
  presignDownload(
    key: string,
    options: { readonly filename: string; readonly seconds: number },
  ): Promise<PresignedRequest>;
  /** The store refuses bytes with another checksum. */
  presignUpload(
    key: string,
    options: { readonly sha256: string; readonly size: number; readonly mediaType: string; readonly seconds: number },
  ): Promise<PresignedRequest>;
}
