import { randomBytes } from 'node:crypto';
import { createReadStream, openSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';

import { readBody } from '../http/read-body.ts';
import { INSUFFICIENT_STORAGE, isNoSpace, NO_SPACE_MESSAGE } from '../no-space.ts';
import type { BodyFiles } from './body-files.ts';
import { checkDigest, checkStreamedDigest } from './check-digest.ts';
import type { FauxqsProtocol, S3Handler, S3Reply, S3Request } from './fauxqs-protocol.ts';
import type { ObjectStore } from './object-store.ts';
import { FileSlice } from './file-slice.ts';
import { checkPreconditions } from './preconditions.ts';
import { checkPresignedExpiry } from './presigned-expiry.ts';
import { streamUpload } from './stream-upload.ts';
import type { ObjectHead } from './stored-object.ts';

export interface S3Service {
  readonly store: ObjectStore;
  readonly files: BodyFiles;
  readonly protocol: FauxqsProtocol;
  readonly routes: ReadonlyMap<string, S3Handler>;
}

/** The largest object of one PUT: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MAX_BODY_BYTES = 5 * 1024 ** 3;
/** From here on a plain PUT goes to disk as it comes. */
const STREAM_BYTES = 4 * 1024 * 1024;

export async function handleS3Request(
  service: S3Service,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const query = queryOf(message);
  const reply = replyOn(response, query);
  try {
    const asked = { params: addressOf(service, message), query };
    checkPresignedExpiry(service.protocol, asked.query);
    if (isLargePut(message, asked)) {
      await putLarge(service, asked, message, reply);
      return;
    }
    const body = await readBody(message, MAX_BODY_BYTES);
    if (body.kind === 'aborted') return;
    if (body.kind === 'too-large') throw tooLarge(service);
    await answer(service, { ...asked, headers: message.headers, body: body.bytes }, message.method ?? 'GET', reply);
  } catch (error) {
    answerFault(service, error, reply);
  }
}

type Address = Pick<S3Request, 'params' | 'query'>;

async function answer(service: S3Service, request: S3Request, method: string, reply: S3Reply): Promise<void> {
  const { protocol, routes, store } = service;
  const key = request.params['*'] ?? '';
  const isWrite = key !== '' && (method === 'PUT' || (method === 'POST' && 'uploadId' in request.query));
  if (isWrite) checkPreconditions(store, protocol, request);
  if (isWrite && method === 'PUT') checkDigest(protocol, request);
  const path = request.params['bucket'] === undefined ? '/' : key === '' ? '/:bucket' : '/:bucket/*';
  const handler = routes.get(`${method} ${path}`);
  if (!handler)
    throw new protocol.S3Error(
      'MethodNotAllowed',
      `The specified method is not allowed against this resource: ${method}`,
      405,
    );
  await handler(request, reply);
}

function isLargePut(message: IncomingMessage, { params, query }: Address): boolean {
  return (
    message.method === 'PUT' &&
    (params['*'] ?? '') !== '' &&
    !('partNumber' in query) &&
    message.headers['x-amz-copy-source'] === undefined &&
    !(message.headers['content-encoding'] ?? '').includes('aws-chunked') &&
    Number(message.headers['content-length'] ?? 0) >= STREAM_BYTES
  );
}

async function putLarge(service: S3Service, asked: Address, message: IncomingMessage, reply: S3Reply): Promise<void> {
  if (Number(message.headers['content-length']) > MAX_BODY_BYTES) throw tooLarge(service);
  const { bucket = '', '*': key = '' } = asked.params;
  const body = await streamUpload(service.files, message);
  try {
    checkStreamedDigest(service.protocol, message.headers, body);
    checkPreconditions(service.store, service.protocol, { ...asked, headers: message.headers, body: Buffer.alloc(0) });
    const head: ObjectHead = {
      key,
      contentType: message.headers['content-type'] ?? 'application/octet-stream',
      contentLength: body.size,
      etag: `"${body.md5}"`,
      lastModified: new Date(),
      metadata: userMetadata(message),
      checksumAlgorithm: 'SHA256',
      checksumValue: body.sha256,
      checksumType: 'FULL_OBJECT',
    };
    service.store.putFile(bucket, head, body.file);
    reply.header('etag', head.etag).status(200).send();
  } catch (error) {
    service.files.remove(body.file);
    throw error;
  }
}

function userMetadata({ headers }: IncomingMessage): Record<string, string> {
  const prefix = 'x-amz-meta-';
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith(prefix) && typeof value === 'string' ? [[name.slice(prefix.length), value]] : [],
    ),
  );
}

function queryOf({ url = '/' }: IncomingMessage): Address['query'] {
  return Object.fromEntries(new URLSearchParams(url.split('?', 2)[1]));
}

/** Path style only: `/bucket/key`. A key keeps every character that it was sent with. */
function addressOf({ protocol }: S3Service, { url = '/' }: IncomingMessage): Address['params'] {
  const [path = '/'] = url.split('?', 1);
  const slash = path.indexOf('/', 1);
  try {
    const bucket = decodeURIComponent(slash < 0 ? path.slice(1) : path.slice(1, slash));
    const key = slash < 0 ? '' : decodeURIComponent(path.slice(slash + 1));
    return bucket === '' ? {} : { bucket, '*': key };
  } catch {
    throw new protocol.S3Error('InvalidURI', "Couldn't parse the specified URI.", 400);
  }
}

/** `response-content-type=...` in the address of a GET: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
const OVERRIDES = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
] as const;

function replyOn(response: ServerResponse, query: S3Request['query']): S3Reply {
  const reply: S3Reply = {
    header(name, value) {
      response.setHeader(name, value);
      return reply;
    },
    status(code) {
      response.statusCode = code;
      return reply;
    },
    send(body) {
      response.setHeader('x-amz-request-id', randomBytes(8).toString('hex').toUpperCase());
      if (response.statusCode < 300) {
        for (const name of OVERRIDES) {
          const value = query[`response-${name}`];
          if (value !== undefined) response.setHeader(name, value);
        }
      }
      if (body instanceof FileSlice) {
        sendSlice(response, body);
        return;
      }
      if (!response.hasHeader('content-length') && response.req.method !== 'HEAD') {
        response.setHeader('content-length', body === undefined ? 0 : Buffer.byteLength(body));
      }
      response.end(body);
    },
  };
  return reply;
}

/** Opened at once, so that whoever overwrites the object meanwhile takes nothing from this answer. */
function sendSlice(response: ServerResponse, { path, start, length }: FileSlice): void {
  response.setHeader('content-length', length);
  if (length === 0) {
    response.end();
    return;
  }
  const bytes = createReadStream(path, { fd: openSync(path, 'r'), start, end: start + length - 1 });
  // Where the file or the client fails, both are closed, and the client misses bytes.
  pipeline(bytes, response, () => undefined);
}

function answerFault({ protocol }: S3Service, error: unknown, reply: S3Reply): void {
  const { S3Error } = protocol;
  const fault =
    error instanceof S3Error
      ? error
      : isNoSpace(error)
        ? new S3Error(INSUFFICIENT_STORAGE.code, NO_SPACE_MESSAGE, INSUFFICIENT_STORAGE.status)
        : new S3Error('InternalError', error instanceof Error ? error.message : String(error), 500);
  reply.header('content-type', 'application/xml').status(fault.statusCode).send(fault.toXml());
}

function tooLarge({ protocol }: S3Service): Error {
  return new protocol.S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400);
}
