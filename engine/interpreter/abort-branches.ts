import { redriveSuffix } from './attempt-label.ts';
import { emit, type Branch } from './branch.ts';
import { StateFailure } from './state-failure.ts';

/** Says in history which states were under way in branches that a sibling's failure stops. Innermost first. */
export const abortBranches = (branches: readonly Branch[]): void => {
  for (const branch of branches) {
    const { current } = branch;
    if (current === undefined || branch.halt.stopped) continue;
    abortBranches(current.branches);
    const { type } = current;
    if (type !== 'Task' && type !== 'Wait' && type !== 'Parallel' && type !== 'Map') continue;
    try {
      emit(branch, current.path, `aborted${redriveSuffix(branch)}`, `${type}StateAborted`);
    } catch (error) {
      // A full history has no room for these events, which is no second failure.
      if (!(error instanceof StateFailure)) throw error;
    }
  }
};
