import { createHash, createHmac } from 'node:crypto';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface SignableRequest {
  readonly method: string;
  readonly host: string;
  /** Already encoded as it goes on the wire. */
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** A day's key for one service is derived once. */
const keys = new Map<string, Buffer>();

const signingKey = (secret: string, date: string, region: string, service: string): Buffer => {
  const name = `${secret}/${date}/${region}/${service}`;
  const known = keys.get(name);
  if (known !== undefined) return known;
  if (keys.size > 100) keys.clear();
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request');
  keys.set(name, key);
  return key;
};

/** Signature Version 4 as canonical requests of S3's kin do not need it: the path is encoded once more. */
const canonicalPath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/**
 * The headers of a request with AWS's Signature Version 4:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html. `now` is in milliseconds since the epoch.
 */
export const signedHeaders = (
  request: SignableRequest,
  credentials: Credentials,
  region: string,
  service: string,
  now: number,
): Record<string, string> => {
  const time = `${new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const date = time.slice(0, 8);
  const headers: Record<string, string> = { ...request.headers, host: request.host, 'x-amz-date': time };
  if (credentials.sessionToken !== undefined) headers['x-amz-security-token'] = credentials.sessionToken;
  const names = Object.keys(headers).sort();
  const bodyHash = createHash('sha256').update(request.body).digest('hex');
  const canonical = [
    request.method,
    canonicalPath(request.path),
    request.query,
    ...names.map((name) => `${name}:${headers[name] ?? ''}`),
    '',
    names.join(';'),
    bodyHash,
  ].join('\n');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  const signature = hmac(signingKey(credentials.secretAccessKey, date, region, service), text).toString('hex');
  headers['authorization'] =
    `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return headers;
};
