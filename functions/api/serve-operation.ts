import type * as z from 'zod';
import type { Route, RouteBody, RouteParams, RouteQuery } from '../../api/route.ts';
import { Problem } from '../../platform/problems/problem.ts';
import type { Operation, ServedOperation } from './operation.ts';

/** More than a reader would put right at once. */
const MOST_ISSUES = 20;

export function serveOperation<R extends Route>(route: R, operation: Operation<R>): ServedOperation {
  return {
    route,
    async answer(platform, { project, caller, idempotencyKey, ...raw }) {
      const issues: string[] = [];
      const params = check(route.params, raw.params, 'path', issues);
      const query = check(route.query, raw.query, 'query', issues);
      const body = route.body === undefined ? undefined : check(route.body, raw.body, 'body', issues);
      if (issues.length > 0) throw new Problem('invalid', issues.slice(0, MOST_ISSUES).join('; '));
      // The schemas have just made sure of these.
      const answer = await operation(platform, {
        project,
        caller,
        params: params as RouteParams<R>,
        query: query as RouteQuery<R>,
        body: body as RouteBody<R>,
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      });
      return route.success.schema.parse(answer);
    },
  };
}

function check(schema: z.ZodType, value: unknown, part: string, issues: string[]): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues) {
    issues.push(`${[part, ...path.map(String)].join('.')}: ${message.charAt(0).toLowerCase()}${message.slice(1)}`);
  }
  return undefined;
}
