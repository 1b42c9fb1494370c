import type { NodePlan } from '../plan/execution-plan.ts';
import { askForApproval } from './approval.ts';
import { attemptNumber, oneFailure, runFields } from './jsonata.ts';
import { type FateUpdate, leave } from './leave.ts';
import { invokePipeline } from './nested-pipeline.ts';
import { recordFailure } from './record-failure.ts';
import { retriersOf } from './retries.ts';
import type { Continuation, Emitted, Scope } from './scope.ts';
import type { TaskState, Template } from './states.ts';
import { taskSeconds } from './time-limit.ts';
import { trialTemplate } from './trial-indices.ts';

/** One node: a call of its step's function, which gets identifiers and answers nothing that is kept. Its failure is an error, or counted. */
export function emitTask(node: NodePlan, scope: Scope, then: Continuation, update: FateUpdate = {}): Emitted {
  const name = scope.machine.nodeState(node.node);
  const trial = trialTemplate(node, scope.nest);
  // Nothing in a nested pipeline can say of itself how the whole of it has failed.
  const caught =
    scope.recorded || node.kind === 'pipeline'
      ? recordFailure(node, name, scope, { fields: runFields(), trial: { trial }, count: oneFailure })
      : undefined;
  const state: TaskState = {
    ...invokeTrial(node, scope),
    ...(caught === undefined ? {} : { Catch: [caught.catcher] }),
    ...leave(scope, then, update),
  };
  return { start: name, states: [[name, state], ...(caught?.states ?? [])] };
}

/** The call for one execution. */
export function invokeTrial(node: NodePlan, scope: Scope): Omit<TaskState, 'Next' | 'End' | 'Output'> {
  if (node.kind === 'approval') return askForApproval(node, scope, 'node');
  if (node.kind === 'pipeline') return invokePipeline(node, scope);
  const trial = trialTemplate(node, scope.nest);
  return invokeStep(node, scope, {
    ...runFields(),
    node: node.node,
    trial,
    attempt: attemptNumber(scope.machine.isChild),
  });
}

/**
 * The call itself, without what comes behind it. The step's runtime keeps the attempt's deadline itself, and Lambda ends a
 * function that does not; but a call may first wait for one of few workers behind hundreds of trials, and that wait must
 * not fail the trial: the state's own time-out is the run's.
 */
export function invokeStep(
  node: NodePlan,
  { machine }: Scope,
  payload: Template,
  from?: string,
): Omit<TaskState, 'Next' | 'End' | 'Output'> {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: machine.placeholders.step(node), Payload: payload },
    TimeoutSeconds: taskSeconds(machine.plan, node, machine.plan.timeoutSeconds, from),
    Retry: retriersOf(node.retry),
  };
}
