import type { ExecutionPlan, NodePlan } from '../plan/execution-plan.ts';
import { jsonata } from './jsonata.ts';

/** What the nodes of `finally` may take together, once the run's deadline has passed: as long as the run, at least an hour. */
function endingSeconds({ timeoutSeconds }: ExecutionPlan): number {
  return Math.max(timeoutSeconds, 3600);
}

/** When a machine ends by itself. Before its nodes of `finally` nothing else may end it: the run's deadline ends the tasks. */
export function machineSeconds(plan: ExecutionPlan): number {
  return plan.timeoutSeconds + (plan.finally === undefined ? 0 : endingSeconds(plan));
}

/** The run's deadline in milliseconds; a redrive sets it anew. An array leaves out what is not there. */
export function deadlineOf({ timeoutSeconds }: ExecutionPlan): string {
  const start = '($run := $states.context.Execution; [$run.RedriveTime, $run.StartTime][0])';
  return `($toMillis(${start}) + ${timeoutSeconds * 1000})`;
}

/**
 * Of a task of a node that may take `seconds`: where nodes of `finally` are to run behind the run's deadline, no longer than
 * until that, which the state data holds.
 */
export function taskSeconds(
  plan: ExecutionPlan,
  node: Pick<NodePlan, 'finally'>,
  seconds = plan.timeoutSeconds,
  from = '$states.input',
): number | string {
  if (plan.finally === undefined) return seconds;
  if (node.finally === true) return endingSeconds(plan);
  return jsonata(`$max([1, $min([${seconds}, $ceil((${from}.deadline - $millis()) / 1000)])])`);
}
