import { isJsonArray, isJsonObject, type Json, type JsonFields, type JsonObject } from '../../json/json.ts';
import { TaskError } from '../../tasks/task-call.ts';
import { unsupportedField } from '../convert-by-schema.ts';
import type { HttpRequest } from './exchange.ts';
import type { HttpConnection } from './http-connection.ts';
import { arrayFormat, urlEncode } from './url-encode.ts';

const runtime = (cause: string): TaskError => new TaskError('States.Runtime', cause);

const FIELDS: ReadonlySet<string> = new Set([
  ...['ApiEndpoint', 'Method', 'Authentication', 'InvocationConfig', 'Headers', 'QueryParameters', 'RequestBody'],
  'Transform',
]);

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD']);

/** https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html: headers that a definition may not set. */
const FORBIDDEN: ReadonlySet<string> = new Set([
  ...['a-im', 'accept-charset', 'accept-datetime', 'accept-encoding', 'authorization', 'cache-control', 'connection'],
  ...['content-encoding', 'content-md5', 'date', 'expect', 'forwarded', 'from', 'host', 'http2-settings', 'if-match'],
  ...['if-modified-since', 'if-none-match', 'if-range', 'if-unmodified-since', 'max-forwards', 'origin', 'pragma'],
  ...['proxy-authorization', 'referer', 'server', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'via', 'warning'],
]);

const isForbidden = (name: string): boolean => FORBIDDEN.has(name) || /^x-(forwarded|amz|amzn)-/.test(name);

const scalar = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

const headersOf = (value: Json | undefined): ReadonlyMap<string, string> => {
  const headers = new Map<string, string>();
  if (value === undefined || value === null) return headers;
  if (!isJsonObject(value)) throw runtime(`Headers must be an object, but is ${JSON.stringify(value)}`);
  for (const [name, item] of Object.entries(value)) {
    if (isForbidden(name.toLowerCase())) throw runtime(`The header '${name}' may not be set by an HTTP Task`);
    headers.set(name.toLowerCase(), isJsonArray(item) ? item.map(scalar).join(',') : scalar(item));
  }
  return headers;
};

const urlOf = (endpoint: Json | undefined, parameters: Json | undefined, connection: HttpConnection): URL => {
  const text = typeof endpoint === 'string' ? endpoint : '';
  if (!URL.canParse(text) || !/^https?:/.test(text)) {
    throw runtime(`ApiEndpoint must be an HTTPS URL, but is ${JSON.stringify(endpoint ?? null)}`);
  }
  const url = new URL(text);
  if (typeof parameters === 'string') {
    for (const [name, value] of new URLSearchParams(parameters)) url.searchParams.append(name, value);
  } else if (parameters !== undefined && isJsonObject(parameters)) {
    for (const [name, value] of Object.entries(parameters)) {
      for (const item of isJsonArray(value) ? value : [value]) url.searchParams.append(name, scalar(item));
    }
  }
  for (const [name, value] of connection.query) url.searchParams.set(name, value);
  return url;
};

const mergedBody = (body: Json | undefined, connection: HttpConnection): Json | undefined => {
  if (connection.body.size === 0) return body ?? undefined;
  if (body !== undefined && body !== null && !isJsonObject(body)) {
    throw runtime('The RequestBody must be an object, since the connection has body parameters of its own');
  }
  const merged: JsonFields = { ...(body ?? {}) };
  for (const [name, value] of connection.body) merged[name] = value;
  return merged;
};

const bodyText = (body: Json | undefined, transform: Json | undefined): string | undefined => {
  if (body === undefined) return undefined;
  const options: JsonObject = transform !== undefined && isJsonObject(transform) ? transform : {};
  const encoding = options['RequestBodyEncoding'] ?? 'NONE';
  if (encoding !== 'NONE' && encoding !== 'URL_ENCODED') {
    throw runtime(`RequestBodyEncoding must be NONE or URL_ENCODED, but is ${JSON.stringify(encoding)}`);
  }
  if (encoding === 'NONE') return typeof body === 'string' ? body : JSON.stringify(body);
  if (!isJsonObject(body)) throw runtime('A RequestBody that is to be URL-encoded must be an object');
  const how = options['RequestEncodingOptions'];
  return urlEncode(body, arrayFormat(how !== undefined && isJsonObject(how) ? how['ArrayFormat'] : undefined));
};

/** The connection's ARN, under its name of today or its first one. */
export const connectionArn = (given: JsonObject): string => {
  const part = given['InvocationConfig'] ?? given['Authentication'];
  const arn = part !== undefined && isJsonObject(part) ? part['ConnectionArn'] : undefined;
  if (typeof arn === 'string') return arn;
  throw runtime(
    `The field 'Authentication' with the ConnectionArn of an EventBridge connection is required but was missing`,
  );
};

/** The request of an HTTP Task: where it and its connection name the same thing, the connection's value travels. */
export const httpRequest = (given: JsonObject, connection: HttpConnection, region: string): HttpRequest => {
  for (const name of Object.keys(given)) if (!FIELDS.has(name)) throw unsupportedField(name);
  const method = given['Method'];
  if (typeof method !== 'string' || !METHODS.has(method)) {
    throw runtime(`Method must be one of ${[...METHODS].join(', ')}, but is ${JSON.stringify(method ?? null)}`);
  }
  const headers = new Map(headersOf(given['Headers']));
  const body = bodyText(mergedBody(given['RequestBody'], connection), given['Transform']);
  if (body !== undefined && !headers.has('content-type')) {
    headers.set('content-type', 'application/json; charset=UTF-8');
  }
  for (const [name, value] of connection.headers) headers.set(name.toLowerCase(), value);
  if (body !== undefined) headers.set('content-length', String(Buffer.byteLength(body)));
  headers.set('user-agent', `Amazon|StepFunctions|HttpInvoke|${region}`);
  headers.set('range', 'bytes=0-262144');
  const url = urlOf(given['ApiEndpoint'], given['QueryParameters'], connection);
  return { method, url, headers: Object.fromEntries(headers), body };
};
