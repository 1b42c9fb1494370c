import type { WaitBlock } from '../plan/execution-plan.ts';
import { field } from './fate-expressions.ts';
import { jsonata, jsonataText, sameInput } from './jsonata.ts';
import { leave } from './leave.ts';
import { deadlineOf } from './time-limit.ts';
import { expiry, FATE, itemOf, partOf, repeated, TOKEN_PREFIX } from './rendezvous-item.ts';
import type { Continuation, Emitted, Scope } from './scope.ts';
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
  const item = itemOf(block, outer, part);
  const learnt = learntKeys(block, scope);
  const passed =
    learnt.length > 0 ? names.claim(`${name}.fate`) : then.kind === 'next' ? then.state : names.claim(`${name}.done`);
  const state: TaskState = {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken',
    Arguments: {
      ...item,
      UpdateExpression: 'SET #t = :t, expiresAt = :e',
      ConditionExpression: `attribute_not_exists(${FATE})`,
      ExpressionAttributeNames: { '#t': tokenAttribute(block, scope) },
      ExpressionAttributeValues: { ':t': { S: jsonata('$states.context.Task.Token') }, ':e': expiry(scope) },
    },
    TimeoutSeconds: jsonata(secondsLeft(scope)),
    Retry: [{ ErrorEquals: [...alreadyEnded, 'States.Timeout'], MaxAttempts: 0 }, repeated],
    Catch: [{ ErrorEquals: alreadyEnded, Next: passed, Output: sameInput }],
    ...leave(scope, then, learning(learnt, '$states.result')),
  };
  return { start: name, states: [[name, state], ...behindTheEnd(passed, item, learnt, scope, then)] };
}

const READ_SECONDS = 60;

/** Where the producer had ended before: its fate is read, where someone asks for it. */
function behindTheEnd(
  name: string,
  item: ReturnType<typeof itemOf>,
  learnt: readonly string[],
  scope: Scope,
  then: Continuation,
): readonly (readonly [string, State])[] {
  if (learnt.length === 0) return then.kind === 'next' ? [] : [[name, { Type: 'Pass', ...leave(scope, then) }]];
  const read: TaskState = {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:dynamodb:getItem',
    Arguments: { ...item, ConsistentRead: true },
    TimeoutSeconds: READ_SECONDS,
    Retry: [repeated],
    ...leave(scope, then, learning(learnt, `$parse($states.result.Item.${FATE}.S)`)),
  };
  return [[name, read]];
}

/** Fates of the producer that someone behind the wait asks for. */
function learntKeys({ producer }: WaitBlock, { machine, fates }: Scope): readonly string[] {
  return fates === undefined ? [] : machine.blocks.told(producer).filter(fates.needed);
}

function learning(keys: readonly string[], message: string): Readonly<Record<string, string>> {
  return Object.fromEntries(keys.map((key) => [key, field(message, key)]));
}

/** Each waiter has an attribute of its own; inside of Maps that the producer is not in, each iteration has. */
function tokenAttribute({ waiter, over }: WaitBlock, { nest }: Scope): string {
  const own = `${TOKEN_PREFIX}${waiter}`;
  if (over.length === 0) return own;
  const indices = over.map((_, index) => ` & "." & $states.input.trial[${nest.length - over.length + index}]`);
  return jsonata(`${jsonataText(own)}${indices.join('')}`);
}

/** Until the run's deadline, which a redrive sets anew. */
function secondsLeft({ machine: { plan } }: Scope): string {
  // Only where there are nodes of `finally` the state data holds it, for they must not wait for who was ended by it.
  const deadline = plan.finally === undefined ? deadlineOf(plan) : '$states.input.deadline';
  return `$max([1, $ceil((${deadline} - $millis()) / 1000)])`;
}
