import type { NodePlan, PlannedAction } from '../plan/execution-plan.ts';
import { runFields } from './jsonata.ts';
import { again, transientErrors } from './retries.ts';
import type { Scope } from './scope.ts';
import type { Retrier, TaskState } from './states.ts';
import { trialTemplate } from './trial-indices.ts';

const DECIDE_SECONDS = 60;

/** An action's will is done once. */
const ends: Retrier = { ErrorEquals: ['PipelineStopped', 'PipelineErrored'], MaxAttempts: 0 };

/** A call of `decide`, without what comes behind it. */
export function callDecide(
  node: NodePlan,
  scope: Scope,
  moment: PlannedAction['moment'],
): Omit<TaskState, 'Next' | 'End' | 'Output'> {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: {
      FunctionName: scope.machine.placeholders.platform('decide'),
      Payload: { ...runFields(), node: node.node, trial: trialTemplate(node, scope.nest), moment },
    },
    TimeoutSeconds: DECIDE_SECONDS,
    // What is decided follows from what is recorded, so that it may be decided again.
    Retry: [transientErrors, ends, again],
  };
}

/** Whether a person may be asked at this moment. */
export function asksAt(node: NodePlan, moment: PlannedAction['moment']): boolean {
  return node.rules?.actions?.some((each) => each.moment === moment && each.then.includes('require-approval')) === true;
}

export function actsAt(node: NodePlan, moment: PlannedAction['moment']): boolean {
  return node.rules?.actions?.some((action) => action.moment === moment) === true;
}
