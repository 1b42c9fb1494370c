import type { StateFailure } from './state-failure.ts';
import { recall, type Branch, type Visit } from './branch.ts';

/** Keeps apart what happens again after this redrive. */
export const suffixOf = (redriveCount: number): string => (redriveCount === 0 ? '' : `r${redriveCount}`);

/** Keeps apart what happens again after a redrive: nothing in the first life of an execution. */
export const redriveSuffix = ({ execution }: Branch): string => suffixOf(execution.redriveCount);

const labelOf = (attempt: number, redriveCount: number): string => `${attempt}${suffixOf(redriveCount)}`;

/** Names an attempt of a state: a redrive counts attempts from 0 again. */
export const attemptLabel = ({ branch }: Visit, attempt: number): string =>
  labelOf(attempt, branch.execution.redriveCount);

/** A failed state with this memo begins from nothing when it is redriven: what it had already done is what fails it. */
export const RERUN = 'rerun';

/** What a Parallel or Map notes beside the event that it has failed. */
export const rerunMemo = ({ error }: StateFailure): string | undefined =>
  error === 'States.DataLimitExceeded' ? RERUN : undefined;

/**
 * The last attempt of a Parallel or Map before this redrive, whose finished branches are kept:
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
const attemptBeforeRedrive = (visit: Visit): string | undefined => {
  const { branch, path } = visit;
  const { redriveCount } = branch.execution;
  if (redriveCount === 0) return undefined;
  if (recall(branch, path, `failed${suffixOf(redriveCount - 1)}`)?.memo === RERUN) return undefined;
  for (let former = redriveCount - 1; former >= 0; former--) {
    let last: string | undefined;
    for (let attempt = 0; ; attempt++) {
      const label = labelOf(attempt, former);
      // The first attempt after a redrive goes on under an older label.
      if (recall(branch, path, `started${label}`) !== undefined) last = label;
      else if (attempt > 0) break;
    }
    if (last !== undefined) return last;
  }
  return undefined;
};

/** The label under which an attempt's branches are found: an older one where a redrive goes on with them. */
export const branchesLabel = (visit: Visit, attempt: number): string =>
  (attempt === 0 ? attemptBeforeRedrive(visit) : undefined) ?? attemptLabel(visit, attempt);
