import { batchSizes } from './batch-sizes.ts';
import { handlerTimeouts } from './handler-timeouts.ts';
import { neverRun } from './never-run.ts';
import type { PlanRule } from './plan-rule.ts';
import { sweepSizes } from './sweep-sizes.ts';
import { trialResults } from './trial-results.ts';

/** Every check of a plan, in the order in which they speak. */
export const specifiedPlanRules: readonly PlanRule[] = Object.freeze([
  neverRun,
  trialResults,
  sweepSizes,
  batchSizes,
  handlerTimeouts,
]);
