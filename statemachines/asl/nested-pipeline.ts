import type { NodePlan } from '../plan/execution-plan.ts';
import { startChild } from './child.ts';
import { callFinish, failingFinish } from './finish.ts';
import { attemptNumber, runFields } from './jsonata.ts';
import { nestedMachineName } from './machine-names.ts';
import type { Scope } from './scope.ts';
import type { TaskState } from './states.ts';
import { taskSeconds } from './time-limit.ts';
import { trialTemplate } from './trial-indices.ts';

/**
 * A nested pipeline: its nodes in an execution of its own, which ends by asking what they come to. It is one node to those
 * around it, and fails with what made it fail; in it every failure is recorded, since nobody outside sees its history.
 */
export function invokePipeline(node: NodePlan, scope: Scope): Omit<TaskState, 'Next' | 'End' | 'Output'> {
  const { machine, nest } = scope;
  const machineName = nestedMachineName(node.node);
  const child = machine.child(machineName);
  const { context } = child;
  const name = context.names.claim('finish-pipeline');
  const execution = { node: node.node, trial: trialTemplate(node, nest), attempt: attemptNumber(true) };
  const call = callFinish(context, { ...runFields(), ...execution });
  const finish = failingFinish(context, name, call, 'PipelineFailed');
  const ruled = machine.plan.nodes.some((each) => each.rules !== undefined);
  const inner: Scope = {
    machine: context,
    nest,
    recorded: true,
    tolerant: false,
    ...(ruled
      ? { fates: { known: new Set(), needed: () => false, answerKeys: [], answer: 'object', inSweep: false } }
      : {}),
  };
  const body = machine.emit(machine.nested(node.node), inner, { kind: 'next', state: name });
  child.write({ start: body.start, states: [...body.states, ...finish.states] });
  return startChild(machineName, scope, taskSeconds(machine.plan, node, node.timeoutSeconds));
}
