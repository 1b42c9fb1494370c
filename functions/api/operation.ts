import type { Route, RouteAnswerInput, RouteBody, RouteParams, RouteQuery } from '../../api/route.ts';
import type { ApiPlatform } from '../api-platform.ts';

/** A request that fits its route, from somebody who may make it. */
interface Call<R extends Route> {
  /** From the token; empty for a public route. */
  readonly project: string;
  /** Whose token it is, where the authorizer says so. */
  readonly caller: { readonly by?: string };
  readonly params: RouteParams<R>;
  readonly query: RouteQuery<R>;
  readonly body: RouteBody<R>;
  readonly idempotencyKey?: string;
}

export type Operation<R extends Route> = (platform: ApiPlatform, call: Call<R>) => Promise<RouteAnswerInput<R>>;

/** A request before it was checked: what came in over HTTP. */
interface RawCall extends Pick<Call<Route>, 'project' | 'caller' | 'idempotencyKey'> {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** An operation with its route's types closed over. */
export interface ServedOperation {
  readonly route: Route;
  /** Checks the call, does it, and gives the answer as the contract has it: nothing that the schema does not name. */
  readonly answer: (platform: ApiPlatform, call: RawCall) => Promise<unknown>;
}
