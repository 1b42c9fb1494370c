import { redriveSuffix } from './attempt-label.ts';
import { emitAside, type Branch } from './branch.ts';

const abortedSuffix = (teller: Branch): string => `aborted${redriveSuffix(teller)}`;

const abortBranch = (teller: Branch, branch: Branch): void => {
  const { iteration, current } = branch;
  const suffix = abortedSuffix(teller);
  if (iteration !== undefined) emitAside(teller, branch.path, suffix, 'MapIterationAborted', { ...iteration });
  if (current === undefined) return;
  const { type, path, branches } = current;
  if (type === 'Task' || type === 'Wait' || type === 'Parallel' || type === 'Map') {
    emitAside(teller, path, suffix, `${type}StateAborted`);
  }
  abortBranches(teller, branches);
};

/** Says in history what was under way in branches that a sibling's failure stops: outermost first, as AWS does. */
export const abortBranches = (teller: Branch, branches: Iterable<Branch>): void => {
  for (const branch of branches) abortBranch(teller, branch);
};

/**
 * Says what the failure of one branch of a Parallel or Map leaves behind: its iteration has failed, the Task that failed
 * in it counts as aborted, and so does what its siblings were doing. All of these events, and what comes next, follow the
 * last event of the branch that failed. (Recorded on AWS: localstack, tests/aws/services/stepfunctions/v2/timeouts.)
 */
export const abortAfterFailure = (teller: Branch, failed: Branch, siblings: Iterable<Branch>): void => {
  const { current, iteration } = failed;
  if (iteration !== undefined) {
    emitAside(teller, failed.path, `failed${redriveSuffix(teller)}`, 'MapIterationFailed', { ...iteration });
  }
  if (current?.type === 'Task') emitAside(teller, current.path, abortedSuffix(teller), 'TaskStateAborted');
  abortBranches(teller, siblings);
};
