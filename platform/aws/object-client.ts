import type { IncomingMessage } from 'node:http';
import type { ObjectPlace } from '../artifacts/object-uri.ts';
import type { BulkObjects } from './bulk-objects.ts';
import { createAwsService, type ServiceAnswer, type ServicePlace } from './wire/aws-service.ts';
import type { WireRequest } from './wire/exchange.ts';
import { ServiceError } from './wire/service-error.ts';

export interface ObjectHeaders {
  readonly mediaType: string;
  /** Lower-case hex; S3 refuses other bytes. */
  readonly sha256?: string;
}

/** Whole objects of S3. What an absent object gives is undefined. */
export interface ObjectClient {
  put(place: ObjectPlace, body: string | Buffer, headers: ObjectHeaders): Promise<void>;
  get(place: ObjectPlace): Promise<Buffer | undefined>;
  /** The same as a stream, behind its headers. */
  open(place: ObjectPlace): Promise<IncomingMessage | undefined>;
  /** Bytes. */
  size(place: ObjectPlace): Promise<number | undefined>;
  remove(place: ObjectPlace): Promise<void>;
  presignGet(place: ObjectPlace, disposition: string, seconds: number): Promise<string>;
  /** Whoever uses the URL sends these headers, `uploadHeaders` of the same. */
  presignPut(place: ObjectPlace, headers: ObjectHeaders, seconds: number): Promise<string>;
  /** What takes AWS's own client, which is loaded when it is first asked for. */
  bulk(): Promise<BulkObjects>;
}

/** Who signs a URL does not have the bytes; the checksum among the headers says which they are. */
const anyContent = 'X-Amz-Content-Sha256=UNSIGNED-PAYLOAD';

/** Path style, because a host name a bucket needs DNS that only AWS has. */
export function createObjectClient(place: ServicePlace = {}): ObjectClient {
  const service = createAwsService('s3', place, readXmlFault);
  let bulk: Promise<BulkObjects> | undefined;
  return {
    async put(object, body, headers) {
      await service.send({ method: 'PUT', path: pathOf(object), headers: uploadHeaders(headers), body });
    },
    get: async (object) => (await unlessMissing(service.send(plain('GET', object))))?.body,
    open: (object) => unlessMissing(service.open(plain('GET', object))),
    async size(object) {
      const answer = await unlessMissing(service.send(plain('HEAD', object)));
      return answer === undefined ? undefined : Number(answer.headers['content-length'] ?? 0);
    },
    async remove(object) {
      await service.send(plain('DELETE', object));
    },
    presignGet(object, disposition, seconds) {
      const path = `${pathOf(object)}?${anyContent}&response-content-disposition=${encoded(disposition)}`;
      return service.presign({ method: 'GET', path, headers: {} }, seconds);
    },
    presignPut: (object, headers, seconds) =>
      service.presign(
        { method: 'PUT', path: `${pathOf(object)}?${anyContent}`, headers: uploadHeaders(headers) },
        seconds,
      ),
    bulk() {
      bulk ??= import('./bulk-objects.ts').then(({ createBulkObjects }) => createBulkObjects(place));
      return bulk;
    },
  };
}

/** What an upload must say of itself, by the names of S3. */
export function uploadHeaders({ mediaType, sha256 }: ObjectHeaders): Record<string, string> {
  return {
    'content-type': mediaType,
    ...(sha256 === undefined ? {} : { 'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64') }),
  };
}

function plain(method: string, object: ObjectPlace): WireRequest {
  return { method, path: pathOf(object), headers: {} };
}

function pathOf({ bucket, key }: ObjectPlace): string {
  return `/${bucket}/${key.split('/').map(encoded).join('/')}`;
}

/** As AWS's signatures want it, which leave fewer characters as they are than JavaScript does. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** An answer to HEAD has no body, so that its status is all that it says. */
function readXmlFault(status: number, { body }: ServiceAnswer): ServiceError {
  const text = body.toString('utf8');
  const code = /<Code>([^<]*)<\/Code>/.exec(text)?.[1] ?? (status === 404 ? 'NotFound' : 'UnknownError');
  return new ServiceError(code, /<Message>([^<]*)<\/Message>/.exec(text)?.[1] ?? `S3 answered ${status}`, status);
}

async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ServiceError && ['NoSuchKey', 'NotFound', 'NoSuchBucket'].includes(error.name))
      return undefined;
    throw error;
  }
}
