import { Problem } from '../../platform/problems/problem.ts';

/** The problem that the work ends with. */
export async function problemOf(work: Promise<unknown>): Promise<Problem> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('a problem was expected, and there was none');
}
