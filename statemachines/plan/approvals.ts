import type { NodePlan, NodeRules } from './execution-plan.ts';

/** How often a person may be asked around a node: once by itself, and once a moment by its actions. */
export function approvalsOf({
  kind,
  rules,
}: Pick<NodePlan, 'kind'> & { readonly rules?: Pick<NodeRules, 'actions'> }): number {
  const asking = rules?.actions?.filter((action) => action.then.includes('require-approval')) ?? [];
  return new Set(asking.map(({ moment }) => moment)).size + (kind === 'approval' ? 1 : 0);
}
