import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { RouteRole } from '../../api/route.ts';
import { isRole, mayActAs, type Role } from '../../platform/access/roles.ts';
import { Problem } from '../../platform/problems/problem.ts';

/** Whom the authorizer found behind the token. */
export interface Principal {
  readonly project: string;
  readonly role: Role;
  readonly tokenId?: string;
}

/** Refuses who may not use a route. Undefined: a public route, asked for by nobody in particular. */
export function authorise(event: APIGatewayProxyEvent, needed: RouteRole): Principal | undefined {
  const principal = principalOf(event);
  if (needed === 'public') return principal;
  if (principal === undefined) {
    throw new Problem('unauthenticated', 'this needs a token: send it as "Authorization: Bearer slw_..."');
  }
  if (!mayActAs(principal.role, needed)) {
    throw new Problem('forbidden', `this needs the role ${needed}, and your token has the role ${principal.role}`);
  }
  return principal;
}

function principalOf(event: APIGatewayProxyEvent): Principal | undefined {
  const context: Readonly<Record<string, unknown>> | null | undefined = event.requestContext.authorizer;
  const project = context?.['project'];
  const role = context?.['role'];
  if (typeof project !== 'string' || typeof role !== 'string' || !isRole(role)) return undefined;
  const tokenId = context?.['tokenId'];
  return { project, role, ...(typeof tokenId === 'string' ? { tokenId } : {}) };
}
