import { abortAfterFailure } from './abort-branches.ts';
import { noteFailure, recallFailure } from './attempt-failure.ts';
import type { Branch, Visit } from './branch.ts';
import { createHalt, HaltedError, type Halt } from './halt.ts';
import { isFatal } from './retry-policy.ts';

/** The branches of one attempt of a Parallel or an inline Map. */
export interface BranchGroup {
  /** Stops them all. */
  readonly halt: Halt;
  readonly run: (inner: Branch, work: () => Promise<void>) => Promise<void>;
}

/**
 * Runs branches inside a state. The first that fails stops the others, with its own error, and the state goes on from
 * it; else from the branch that ended last.
 */
export const runBranches = async (
  visit: Visit,
  label: string,
  work: (group: BranchGroup) => Promise<unknown>,
): Promise<void> => {
  const { branch } = visit;
  const former = recallFailure(visit, label);
  if (former !== undefined) throw former;
  const halt = createHalt(branch.halt);
  const active = branch.current?.branches ?? new Set<Branch>();
  let failed: Branch | undefined;
  const run: BranchGroup['run'] = async (inner, workOf) => {
    active.add(inner);
    try {
      await workOf();
      if (failed === undefined) branch.lastEventId = inner.lastEventId;
    } catch (error) {
      if (failed === undefined && !(error instanceof HaltedError)) {
        failed = inner;
        branch.lastEventId = inner.lastEventId;
      }
      throw error;
    } finally {
      active.delete(inner);
    }
  };
  try {
    await work({ halt, run });
  } catch (error) {
    if (failed !== undefined && !isFatal(error)) {
      noteFailure(visit, label, error);
      abortAfterFailure(branch, failed, active);
    }
    throw error;
  } finally {
    active.clear();
    halt.stop();
  }
};
