import type { Route } from '../api/route.ts';
import { problemSchema } from '../api/schemas/problem.ts';
import type { RetryPolicy, Try } from './retry-policy.ts';
import { withRetries } from './retry-policy.ts';
import { SlipwayApiError, SlipwayConnectionError } from './slipway-api-error.ts';

/** Where the API is and how it is reached. */
export interface Connection {
  /** Without `/v1`, such as `http://127.0.0.1:4600`. */
  readonly endpoint: string;
  readonly token: string | undefined;
  readonly fetch: typeof fetch;
  readonly retries: RetryPolicy;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** For operations that take one: two calls with the same key start one run. A random one when absent. */
  readonly idempotencyKey?: string;
}

/** Answers that a repetition may put right. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/** One operation: the fields of `input` go to the path, the rest to the query or the body. Gives the checked answer. */
export async function callRoute(
  connection: Connection,
  route: Route,
  input: Readonly<Record<string, unknown>>,
  { signal, idempotencyKey }: CallOptions = {},
): Promise<unknown> {
  const { url, body } = requestOf(connection.endpoint, route, input);
  const headers = new Headers({ accept: 'application/json, application/problem+json' });
  if (connection.token !== undefined) headers.set('authorization', `Bearer ${connection.token}`);
  if (body !== undefined) headers.set('content-type', 'application/json');
  // With a key every repetition is safe, so one is made up when the caller has none.
  if (route.repeatable === 'with-key') headers.set('idempotency-key', idempotencyKey ?? crypto.randomUUID());

  return withRetries(connection.retries, signal, async (): Promise<Try<unknown>> => {
    let response: Response;
    let text: string;
    try {
      response = await connection.fetch(url, {
        method: route.method,
        headers,
        ...(body === undefined ? {} : { body }),
        ...(signal === undefined ? {} : { signal }),
      });
      text = await response.text();
    } catch (error) {
      signal?.throwIfAborted();
      return {
        kind: 'try-again',
        error: new SlipwayConnectionError(
          connection.endpoint,
          `no answer from the API at ${connection.endpoint}: ${whyUnreached(error)}`,
          { cause: error },
        ),
      };
    }
    if (response.ok) return { kind: 'done', value: answerOf(connection.endpoint, route, text) };
    const error = refusalOf(response, text);
    if (!PASSING_STATUSES.has(response.status)) throw error;
    return { kind: 'try-again', error, ...retryAfter(response) };
  });
}

function requestOf(
  endpoint: string,
  route: Route,
  input: Readonly<Record<string, unknown>>,
): { readonly url: string; readonly body: string | undefined } {
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined));
  const path = route.path.replaceAll(/\{(\w+)\}/gu, (_, name: string) => {
    const value = rest.get(name);
    rest.delete(name);
    return encodeURIComponent(String(value));
  });
  const url = new URL(`${endpoint.replace(/\/+$/u, '')}${path}`);
  if (route.body !== undefined) return { url: url.href, body: JSON.stringify(Object.fromEntries(rest)) };
  for (const [name, value] of rest) url.searchParams.set(name, String(value));
  return { url: url.href, body: undefined };
}

function answerOf(endpoint: string, route: Route, text: string): unknown {
  const answer = route.success.schema.safeParse(parsed(text));
  if (answer.success) return answer.data;
  const first = answer.error.issues[0];
  const where = first === undefined || first.path.length === 0 ? '' : ` at "${first.path.join('.')}"`;
  throw new SlipwayConnectionError(
    endpoint,
    `the answer of ${endpoint} to ${route.method} ${route.path} is not what Slipway's API gives${where}; is the address right, and the version the same?`,
  );
}

function refusalOf(response: Response, text: string): SlipwayApiError {
  const problem = problemSchema.safeParse(parsed(text));
  if (problem.success) return new SlipwayApiError(problem.data);
  const title = response.statusText === '' ? `HTTP status ${response.status}` : response.statusText;
  return new SlipwayApiError({ type: 'about:blank', title, status: response.status });
}

function retryAfter(response: Response): { readonly afterMs?: number } {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? { afterMs: Math.min(seconds, 30) * 1000 } : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** fetch says "fetch failed" and hides the reason in causes. */
export function whyUnreached(error: unknown): string {
  let inner = error;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  if (!(inner instanceof Error)) return String(inner);
  const code = 'code' in inner && typeof inner.code === 'string' ? inner.code : undefined;
  if (code === 'ECONNREFUSED') return 'nothing listens there (connection refused)';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the host name is not known';
  return inner.message === '' ? (code ?? inner.name) : inner.message;
}
