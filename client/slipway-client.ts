import type { Route, RouteAnswer, RouteBodyInput, RouteParams, RouteQueryInput } from '../api/route.ts';
import type { OperationId, Routes } from '../api/routes.ts';
import { routes } from '../api/routes.ts';
import type { CallOptions, Connection } from './call-route.ts';
import { callRoute } from './call-route.ts';
import type { RetryPolicy } from './retry-policy.ts';
import { defaultRetryPolicy } from './retry-policy.ts';

/** zod gives an object without fields the type of an object that may have none at all, which nothing can be added to. */
type Fields<T> = T extends undefined ? unknown : string extends keyof T ? unknown : T;

/** Everything that an operation takes, in one object: names of the path, of the query and of the body never meet. */
export type OperationInput<R extends Route> = Fields<RouteParams<R>> &
  Fields<RouteQueryInput<R>> &
  Fields<RouteBodyInput<R>>;

/** An operation whose input has no required field may be called without one. */
export type Operation<R extends Route> =
  object extends OperationInput<R>
    ? (input?: OperationInput<R>, options?: CallOptions) => Promise<RouteAnswer<R>>
    : (input: OperationInput<R>, options?: CallOptions) => Promise<RouteAnswer<R>>;

/** One method an operation. Rejects with `SlipwayApiError` or `SlipwayConnectionError`. */
export type SlipwayClient = { readonly [Id in OperationId]: Operation<Routes[Id]> };

export interface SlipwayClientOptions {
  readonly endpoint: string;
  readonly token?: string;
  /** Another fetch, for tests or proxies. */
  readonly fetch?: typeof fetch;
  readonly retries?: Partial<RetryPolicy>;
}

export function createSlipwayClient(options: SlipwayClientOptions): SlipwayClient {
  const connection: Connection = {
    endpoint: options.endpoint,
    token: options.token,
    fetch: options.fetch ?? fetch,
    retries: { ...defaultRetryPolicy, ...options.retries },
  };
  const methods: Record<string, (input: never, call?: CallOptions) => Promise<unknown>> = {};
  for (const [id, route] of Object.entries<Route>(routes)) {
    methods[id] = (input: Readonly<Record<string, unknown>> | undefined, call) =>
      callRoute(connection, route, input ?? {}, call);
  }
  // The routes' own types make the methods' types; the answers are checked against the same schemas.
  return methods as SlipwayClient;
}
