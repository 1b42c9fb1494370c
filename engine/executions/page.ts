import { StepFunctionsError } from './step-functions-error.ts';

const MOST = 1000;
const USUAL = 100;

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

/** One page of a list. The token is the place where the next one begins. */
export const pageOf = <T>(
  all: readonly T[],
  maxResults: number | undefined,
  nextToken: string | undefined,
): Page<T> => {
  const size = maxResults === undefined || maxResults === 0 ? USUAL : maxResults;
  if (size < 0 || size > MOST) {
    throw new StepFunctionsError(
      'ValidationException',
      `1 validation error detected: Value '${size}' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to ${MOST}`,
    );
  }
  const start = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64').toString());
  if (!Number.isInteger(start) || start < 0) {
    throw new StepFunctionsError('InvalidToken', `Invalid Token: 'Invalid token'`);
  }
  const end = start + size;
  return {
    items: all.slice(start, end),
    nextToken: end < all.length ? Buffer.from(String(end)).toString('base64') : undefined,
  };
};
