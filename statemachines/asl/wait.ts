import type { WaitBlock } from '../plan/execution-plan.ts';
import { jsonata, jsonataText, noFailure, sameInput } from './jsonata.ts';
import { expiry, FATE, itemOf, partOf, repeated, TOKEN_PREFIX } from './rendezvous-item.ts';
import type { Continuation, Emitted, Scope } from './scope.ts';
import { wayOn } from './scope.ts';
import type { State, TaskState } from './states.ts';

/** The generic integrations name the service otherwise than the older ones; which one is said was not always the same. */
const alreadyEnded = ['DynamoDb.ConditionalCheckFailedException', 'DynamoDB.ConditionalCheckFailedException'];

/**
 * Leaves a task token with the producer, unless that has ended: then the write is refused, and there is nothing to wait for.
 * One item takes one write after the other, so that no wake-up is lost: either the signal finds the token, or the
 * wait finds the fate.
 */
export function emitWait(block: WaitBlock, scope: Scope, then: Continuation): Emitted {
  const { names } = scope.machine;
  const name = names.claim(`${block.waiter}.wait.${block.producer}`);
  const outer = scope.nest.slice(0, scope.nest.length - block.over.length);
  const part = block.over.length === 0 ? undefined : partOf(block.over, scope.nest);
  const passed = then.kind === 'next' ? then.state : names.claim(`${name}.done`);
  const state: TaskState = {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken',
    Arguments: {
      ...itemOf(block, outer, part),
      UpdateExpression: 'SET #t = :t, expiresAt = :e',
      ConditionExpression: `attribute_not_exists(${FATE})`,
      ExpressionAttributeNames: { '#t': tokenAttribute(block, scope) },
      ExpressionAttributeValues: { ':t': { S: jsonata('$states.context.Task.Token') }, ':e': expiry(scope) },
    },
    TimeoutSeconds: jsonata(secondsLeft(scope.machine.plan.timeoutSeconds)),
    Retry: [{ ErrorEquals: [...alreadyEnded, 'States.Timeout'], MaxAttempts: 0 }, repeated],
    Catch: [{ ErrorEquals: alreadyEnded, Next: passed, Output: sameInput }],
    ...wayOn(then, noFailure, sameInput),
  };
  const done: readonly (readonly [string, State])[] =
    then.kind === 'next' ? [] : [[passed, { Type: 'Pass', Output: noFailure, End: true }]];
  return { start: name, states: [[name, state], ...done] };
}

/** Each waiter has an attribute of its own; inside of Maps that the producer is not in, each iteration has. */
function tokenAttribute({ waiter, over }: WaitBlock, { nest }: Scope): string {
  const own = `${TOKEN_PREFIX}${waiter}`;
  if (over.length === 0) return own;
  const indices = over.map((_, index) => ` & "." & $states.input.trial[${nest.length - over.length + index}]`);
  return jsonata(`${jsonataText(own)}${indices.join('')}`);
}

/** Until the run's deadline, which a redrive sets anew. */
function secondsLeft(timeoutSeconds: number): string {
  // An array leaves out what is not there.
  const start = '($run := $states.context.Execution; [$run.RedriveTime, $run.StartTime][0])';
  return `$max([1, $ceil(${timeoutSeconds} - ($millis() - $toMillis(${start})) / 1000)])`;
}
