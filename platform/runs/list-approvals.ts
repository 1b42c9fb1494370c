import type { Approval, ApprovalStore } from './approval.ts';
import { findRun } from './get-run.ts';
import { isAskedNow } from './asked-now.ts';
import type { RunKey, RunStore } from './run-store.ts';

/** What a run has asked of people, answered or not. */
export async function listApprovals(
  { runs, approvals }: { readonly runs: RunStore; readonly approvals: ApprovalStore },
  key: RunKey,
): Promise<readonly Approval[]> {
  const run = await findRun(runs, key);
  const all = await approvals.list(key);
  return all.filter((approval) => isAskedNow(run, approval));
}
