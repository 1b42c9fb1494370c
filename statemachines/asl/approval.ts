import type { NodePlan } from '../plan/execution-plan.ts';
import type { ApprovalMoment } from './compiled-pipeline.ts';
import { attemptNumber, jsonata, runFields } from './jsonata.ts';
import { again, transientErrors } from './retries.ts';
import type { Scope } from './scope.ts';
import type { Retrier, TaskState } from './states.ts';
import { taskSeconds } from './time-limit.ts';
import { trialTemplate } from './trial-indices.ts';

/** A person's no, or no answer in time, is an answer: it is not asked for again. */
const answered: Retrier = {
  ErrorEquals: ['ApprovalRejected', 'PipelineErrored', 'StepStopped', 'States.Timeout'],
  MaxAttempts: 0,
};

/**
 * Waits until a person says yes or no: the task's token is kept with the run, and comes back with the answer. A node of
 * type "approval" has a time limit of its own; what an action asks for waits as long as the run may.
 */
export function askForApproval(
  node: NodePlan,
  scope: Scope,
  moment: ApprovalMoment,
): Omit<TaskState, 'Next' | 'End' | 'Output'> {
  const { placeholders, plan, isChild } = scope.machine;
  const execution = {
    node: node.node,
    trial: trialTemplate(node, scope.nest),
    attempt: attemptNumber(isChild),
    moment,
  };
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: {
      FunctionName: placeholders.platform('request-approval'),
      Payload: { ...runFields(), ...execution, token: jsonata('$states.context.Task.Token') },
    },
    TimeoutSeconds: taskSeconds(plan, node, moment === 'node' ? node.timeoutSeconds : plan.timeoutSeconds),
    Retry: [transientErrors, answered, again],
  };
}
