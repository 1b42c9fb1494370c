import type { z } from 'zod';

/** What a token must at least be allowed to do: a viewer reads, an operator starts and stops, an admin gives access. */
export type RouteRole = 'public' | 'viewer' | 'operator' | 'admin';

/**
 * One operation of the API. The project never appears: it comes from the token.
 * `path` holds its parameters in braces, as API Gateway writes them: `/v1/runs/{runId}`.
 */
export interface Route {
  /** camelCase; the client's method. */
  readonly operationId: string;
  readonly method: 'GET' | 'POST';
  readonly path: `/v1/${string}`;
  readonly role: RouteRole;
  /** One sentence for the reference. */
  readonly summary: string;
  readonly params: z.ZodObject;
  /** From strings: numbers are coerced. */
  readonly query: z.ZodObject;
  /** Absent: the request has no body. */
  readonly body?: z.ZodType;
  /** Repeating the request is safe: always by its nature, or when it carries the header `Idempotency-Key`. */
  readonly repeatable: 'always' | 'with-key';
  readonly success: { readonly status: 200 | 201 | 202; readonly schema: z.ZodType };
}

/** Keeps the literal types of a route, which the client's and the handlers' types are made from. */
export function defineRoute<const R extends Route>(route: R): R {
  return route;
}

/** Resources are read, never changed: every array and object of a schema's type as readonly. */
export type Immutable<T> = T extends (...values: never[]) => unknown
  ? T
  : T extends object
    ? { readonly [K in keyof T]: Immutable<T[K]> }
    : T;

export type RouteParams<R extends Route> = Immutable<z.output<R['params']>>;
/** As a handler receives it: coerced, defaults filled. */
export type RouteQuery<R extends Route> = Immutable<z.output<R['query']>>;
/** As a caller may give it. */
export type RouteQueryInput<R extends Route> = Immutable<z.input<R['query']>>;
export type RouteBody<R extends Route> = R extends { readonly body: infer B extends z.ZodType }
  ? Immutable<z.output<B>>
  : undefined;
export type RouteBodyInput<R extends Route> = R extends { readonly body: infer B extends z.ZodType }
  ? Immutable<z.input<B>>
  : undefined;
/** What a handler gives back; fields with a default may be left out. */
export type RouteAnswerInput<R extends Route> = Immutable<z.input<R['success']['schema']>>;
/** What a caller gets. */
export type RouteAnswer<R extends Route> = Immutable<z.output<R['success']['schema']>>;
