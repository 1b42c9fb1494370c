import type { Approval } from './approval.ts';
import { isCurrent, machineGeneration } from './machine-generation.ts';
import type { Run } from './run.ts';

/**
 * Whether a run that may have been retried asks this, or has its answer. What nobody answered before the machine was driven
 * on is asked anew when its turn comes: until then nobody waits for it.
 */
export function isAskedNow(run: Run, { generation, attempt, answer }: Approval): boolean {
  if (answer !== undefined) return generation === machineGeneration(run);
  return isCurrent(run, { generation, redriveCount: Number(attempt.split('.')[0]) });
}
