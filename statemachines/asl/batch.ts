import type { NodePlan } from '../plan/execution-plan.ts';
import { attemptNumber, jsonata, noFailure, runFields } from './jsonata.ts';
import { recordFailure } from './record-failure.ts';
import type { Emitted, Scope } from './scope.ts';
import type { ChoiceState, State, TaskState } from './states.ts';
import { invokeStep } from './task.ts';

/** Several cheap trials in one call. The function answers how many failed, or their fates' digits, having recorded each of them itself. */
export function emitBatch(node: NodePlan, scope: Scope): Emitted {
  const { machine } = scope;
  const name = machine.nodeState(node.node);
  const fields = runFields('$states.input.BatchInput');
  const trials = jsonata('$states.input.Items');
  const digits = scope.fates !== undefined;
  const count = jsonata(digits ? '$states.result.Payload.fates' : '$count($states.input.Items)');
  const work = { fields, trial: { trial: [], trials }, count };
  const counts = scope.tolerant || digits;
  const caught = scope.recorded ? recordFailure(node, name, { ...scope, tolerant: counts }, work) : undefined;
  const check = counts ? undefined : machine.names.claim(`${name}.check`);
  const failed = jsonata(digits ? '$states.result.Payload.fates' : '$states.result.Payload.failed');
  const task: TaskState = {
    ...invokeStep(
      node,
      scope,
      { ...fields, node: node.node, trials, attempt: attemptNumber(machine.isChild, '$states.input.BatchInput') },
      '$states.input.BatchInput',
    ),
    ...(caught === undefined ? {} : { Catch: [caught.catcher] }),
    ...(check === undefined ? { Output: failed, End: true } : { Output: { failed }, Next: check }),
  };
  return {
    start: name,
    states: [[name, task], ...(check === undefined ? [] : failOnAny(name, check, scope)), ...(caught?.states ?? [])],
  };
}

/** `stop-all-and-error`: a failed trial ends its batch's execution with an error, which ends the Map. */
function failOnAny(name: string, check: string, { machine }: Scope): readonly (readonly [string, State])[] {
  const raise = machine.names.claim(`${name}.trial-failed`);
  const done = machine.names.claim(`${name}.done`);
  const choice: ChoiceState = {
    Type: 'Choice',
    Choices: [{ Condition: jsonata('$states.input.failed > 0'), Next: raise }],
    Default: done,
  };
  return [
    [check, choice],
    [
      raise,
      {
        Type: 'Fail',
        Error: 'TrialsFailed',
        Cause: jsonata('$states.input.failed & " of the batch\'s trials failed"'),
      },
    ],
    [done, { Type: 'Pass', Output: noFailure, End: true }],
  ];
}
