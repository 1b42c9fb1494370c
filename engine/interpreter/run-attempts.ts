import type { HasCatch } from '../asl/catcher.ts';
import type { HasRetry } from '../asl/retrier.ts';
import { seedFrom, seededRandom } from '../expression/seeded-random.ts';
import type { Payload } from '../json/payload.ts';
import type { Exit, Visit } from './branch.ts';
import { attemptLabel, branchesLabel, redriveSuffix } from './attempt-label.ts';
import { locateFailure } from './fail-state.ts';
import { HaltedError } from './halt.ts';
import { languageOf } from './language-of.ts';
import { findCatcher, isFatal, nextRetry } from './retry-policy.ts';
import type { StateFailure } from './state-failure.ts';
import { waitUntil } from './wait-until.ts';

export interface Attempt {
  /** Names the attempt within its state. */
  readonly label: string;
  /** The label under which its branches are found: an older one where a redrive goes on with them. */
  readonly branches: string;
}

export interface Worked {
  readonly result: Payload;
  /** The event that the state's exit follows, where it is not the last one. */
  readonly exitAfter?: number;
}

export interface Attempts {
  /** Does the state's work once. */
  readonly run: (attempt: Attempt) => Promise<Worked>;
  /** Says in history that the state has failed, once no retry is left. `suffix` keeps apart what is said twice. */
  readonly failed?: (failure: StateFailure, suffix: string) => void;
}

/** Does the work of a Task, Parallel or Map until it succeeds, no retrier is left, or a catcher takes over. */
export const runAttempts = async (
  visit: Visit,
  policy: HasRetry & HasCatch & { readonly Next?: string },
  { run, failed }: Attempts,
): Promise<Exit> => {
  const { branch, path } = visit;
  const { clock, recorder, seed } = branch.execution;
  const language = languageOf(visit.language);
  const used: number[] = [];
  for (let attempt = 0; ; attempt++) {
    const label = attemptLabel(visit, attempt);
    const branches = branchesLabel(visit, attempt);
    let failure: StateFailure;
    try {
      const { result, exitAfter } = await run({ label, branches });
      const completion = await language.complete(visit, result);
      if (exitAfter !== undefined) branch.lastEventId = exitAfter;
      return { ...completion, next: policy.Next };
    } catch (error) {
      if (error instanceof HaltedError) throw error;
      failure = locateFailure(visit, error, attempt);
    }
    branch.halt.check();
    const random = seededRandom(seedFrom(`${seed}${path}:retry${label}`));
    const delay = nextRetry(policy.Retry ?? [], used, failure, random);
    if (delay !== undefined) {
      const failedAt = clock.now();
      const until = recorder.note(`${path}:retry${label}`, () => Math.round(failedAt + delay * 1000));
      await waitUntil(branch, Number(until));
      visit.retryCount++;
      continue;
    }
    if (isFatal(failure)) throw failure;
    const stood = branch.lastEventId;
    failed?.(failure, redriveSuffix(branch));
    const found = findCatcher(policy.Catch ?? [], failure);
    if (found === undefined) throw failure;
    const [catcher, index] = found;
    try {
      return { ...(await language.caught(visit, catcher, index, failure)), next: catcher.Next };
    } catch (error) {
      if (error instanceof HaltedError) throw error;
      // AWS tells of the catcher's own failure from where the state stood, and lets the state fail once more.
      branch.lastEventId = stood;
      const second = locateFailure(visit, error, attempt + 1);
      if (!isFatal(second)) failed?.(second, `${redriveSuffix(branch)}:caught`);
      throw second;
    }
  }
};
