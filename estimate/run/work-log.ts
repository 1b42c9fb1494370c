import type { ExecutionPlan } from '../../statemachines/plan/execution-plan.ts';
import { trialNumber } from '../trials.ts';
import type { EstimatedExecution } from './estimated-run.ts';

/** Who worked when. */
export interface WorkLog {
  add(execution: EstimatedExecution): void;
  /** By start, then in the plan's order, then in trial order: the same whatever order they ended in. */
  inOrder(): readonly EstimatedExecution[];
}

export function createWorkLog({ nodes }: ExecutionPlan): WorkLog {
  const positions = new Map(nodes.map((node, index) => [node.node, { node, index }]));
  const executions: EstimatedExecution[] = [];
  const placeOf = ({ node, trial }: EstimatedExecution) => {
    const position = positions.get(node);
    return position === undefined
      ? { index: 0, number: 0 }
      : { index: position.index, number: trialNumber(position.node, trial) };
  };
  return {
    add: (execution) => void executions.push(execution),
    inOrder: () =>
      executions
        .map((execution) => ({ execution, ...placeOf(execution) }))
        .sort((a, b) => a.execution.startSeconds - b.execution.startSeconds || a.index - b.index || a.number - b.number)
        .map(({ execution }) => execution),
  };
}
