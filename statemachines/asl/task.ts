import type { NodePlan } from '../plan/execution-plan.ts';
import { attemptNumber, jsonata, noFailure, oneFailure, runFields, sameInput } from './jsonata.ts';
import { recordFailure } from './record-failure.ts';
import { retriersOf } from './retries.ts';
import type { Continuation, Emitted, Scope } from './scope.ts';
import { wayOn } from './scope.ts';
import type { TaskState, Template } from './states.ts';

/** One node: a call of its step's function, which gets identifiers and answers nothing that is kept. */
export function emitTask(node: NodePlan, scope: Scope, then: Continuation): Emitted {
  const name = scope.machine.nodeState(node.node);
  const trial = trialTemplate(node, scope.nest);
  const caught = scope.recorded
    ? recordFailure(node, name, scope, { fields: runFields(), trial: { trial }, count: oneFailure })
    : undefined;
  const state: TaskState = {
    ...invokeStep(node, scope, { ...runFields(), node: node.node, trial, attempt: attemptNumber }),
    ...(caught === undefined ? {} : { Catch: [caught.catcher] }),
    ...wayOn(then, noFailure, sameInput),
  };
  return { start: name, states: [[name, state], ...(caught?.states ?? [])] };
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
): Omit<TaskState, 'Next' | 'End' | 'Output'> {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: machine.placeholders.step(node), Payload: payload },
    TimeoutSeconds: machine.plan.timeoutSeconds,
    Retry: retriersOf(node.retry),
  };
}

/** The trial in the order of the node's axes, which the Maps' nesting need not follow. */
function trialTemplate(node: NodePlan, nest: readonly string[]): Template {
  return nest.length === 0 ? [] : jsonata(inNodeOrder(node, nest, '$states.input.trial'));
}

/** `trial` as it is where the orders agree, else its indices put into the node's order. */
export function inNodeOrder(node: NodePlan, nest: readonly string[], trial: string): string {
  const own = node.axes.map((axis) => axis.id);
  if (own.every((axis, index) => nest[index] === axis)) return trial;
  return `[${own.map((axis) => `${trial}[${nest.indexOf(axis)}]`).join(', ')}]`;
}
