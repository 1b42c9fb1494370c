import type { ExecutionPlan, PlanBlock } from './execution-plan.ts';

/** All that a plan runs, its nodes of `finally` behind the rest. */
export function wholeStructure({ structure, finally: last }: ExecutionPlan): PlanBlock {
  if (last === undefined) return structure;
  const parts = [structure, last].flatMap((block) => (block.kind === 'series' ? block.blocks : [block]));
  return { kind: 'series', blocks: parts };
}
