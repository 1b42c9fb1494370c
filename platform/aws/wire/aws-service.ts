import aws4 from 'aws4';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type CredentialSource, environmentCredentials } from './aws-credentials.ts';
import { createExchange, readAnswer, type WireRequest } from './exchange.ts';
import { environmentRegion, serviceAddress, type ServiceName } from './service-address.ts';
import type { ServiceError } from './service-error.ts';
import { withRetries } from './with-retries.ts';

/** Where a service is; what is absent is taken from the variables of AWS's SDKs. */
export interface ServicePlace {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface ServiceAnswer {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Reads the service's fault from an answer that is none of success. */
export type ReadFault = (status: number, answer: ServiceAnswer) => ServiceError;

export interface AwsService {
  /** Rejects with `ServiceError` or `ConnectionError`. */
  send(request: WireRequest): Promise<ServiceAnswer>;
  /** The same, with the body still to be read. */
  open(request: WireRequest): Promise<IncomingMessage>;
  /** A URL that its holder may use for so long. `headers` must come with it just so. */
  presign(request: WireRequest, seconds: number): Promise<string>;
}

/**
 * One service of AWS by its wire protocol: signed requests over kept connections, tried again as AWS's SDKs do. AWS's own
 * clients cost 2.5 ms of processor time a call and 0.2 s at a cold start, most of what a step that does nothing costs
 * (docs/performance.md).
 */
export function createAwsService(service: ServiceName, place: ServicePlace, readFault: ReadFault): AwsService {
  const region = place.region ?? environmentRegion();
  const address = place.endpoint === undefined ? serviceAddress(service, region) : new URL(place.endpoint);
  const { credentials: given } = place;
  const credentials: CredentialSource = given === undefined ? environmentCredentials() : () => given;
  const exchange = createExchange(address);
  const base = address.pathname.replace(/\/$/, '');

  async function sign(request: WireRequest, signQuery: boolean): Promise<WireRequest> {
    const found = credentials();
    const {
      method,
      path = '',
      headers = {},
    } = aws4.sign(
      {
        service,
        region,
        signQuery,
        method: request.method,
        path: base + request.path,
        host: address.host,
        headers: { ...request.headers },
        ...(request.body === undefined ? {} : { body: request.body }),
      },
      found instanceof Promise ? await found : found,
    );
    return { ...request, method: method ?? request.method, path, headers };
  }

  async function attempt(request: WireRequest): Promise<IncomingMessage> {
    // Signed anew each time: a signature tells its hour.
    const answer = await exchange(await sign(request, false));
    const status = answer.statusCode ?? 0;
    if (status >= 200 && status < 300) return answer;
    throw readFault(status, { headers: answer.headers, body: await readAnswer(answer) });
  }

  return {
    open: (request) => withRetries(() => attempt(request)),
    // With the body inside: an answer that breaks off is asked for again.
    send: (request) =>
      withRetries(async () => {
        const answer = await attempt(request);
        return { headers: answer.headers, body: await readAnswer(answer) };
      }),
    async presign(request, seconds) {
      const separator = request.path.includes('?') ? '&' : '?';
      const path = `${request.path}${separator}X-Amz-Expires=${seconds}`;
      return address.origin + (await sign({ ...request, path }, true)).path;
    },
  };
}
