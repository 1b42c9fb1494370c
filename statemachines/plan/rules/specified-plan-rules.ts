import { crossings } from './crossings.ts';
import type { PlanRule } from './plan-rule.ts';

/** Every check of a plan, in the order in which they speak. */
export const specifiedPlanRules: readonly PlanRule[] = Object.freeze([crossings]);
