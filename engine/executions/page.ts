import { StepFunctionsError } from './step-functions-error.ts';

const USUAL = 100;

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/**
 * One page of a list. The token names the last item given, so that what comes or goes meanwhile moves nothing from one
 * page to another. Throws `InvalidToken` for a token that names no item of this list.
 */
export const pageOf = <T>(
  all: readonly T[],
  nameOf: (item: T) => string | number,
  { maxResults, nextToken }: PageRequest,
): Page<T> => {
  const size = maxResults === undefined || maxResults === 0 ? USUAL : maxResults;
  const after = nextToken === undefined ? undefined : Buffer.from(nextToken, 'base64url').toString();
  const start = after === undefined ? 0 : all.findIndex((item) => String(nameOf(item)) === after) + 1;
  if (after !== undefined && start === 0) {
    throw new StepFunctionsError('InvalidToken', `Invalid Token: 'Invalid token'`);
  }
  const items = all.slice(start, start + size);
  const last = items.at(-1);
  const more = last !== undefined && start + size < all.length;
  return { items, nextToken: more ? Buffer.from(String(nameOf(last))).toString('base64url') : undefined };
};

export const nextTokenField = (nextToken: string | undefined): { readonly nextToken?: string } =>
  nextToken === undefined ? {} : { nextToken };
