import type { SignalBlock } from '../plan/execution-plan.ts';
import { MOST_WAITERS } from '../plan/structure/join-rendezvous.ts';
import { jsonata, noFailure, sameInput } from './jsonata.ts';
import { expiry, FATE, itemOf, iterations, repeated, TOKEN_PREFIX } from './rendezvous-item.ts';
import type { Continuation, Emitted, Scope } from './scope.ts';
import { wayOn } from './scope.ts';
import type { MapState, State, StateGroup, TaskState } from './states.ts';

const CALL_SECONDS = 60;

/** The service's words for a task that waits no more: whoever it was has gone on, or will find the fate by itself. */
const gone = ['Sfn.TaskTimedOutException', 'Sfn.TaskDoesNotExistException'];

/** Writes that the producer has ended, and wakes everybody whose token was there before. */
export function emitSignal(block: SignalBlock, scope: Scope, then: Continuation): Emitted {
  const { names } = scope.machine;
  const name = names.claim(`${block.producer}.signal`);
  if (block.over.length === 0) return tell(name, block, scope, then);
  // One item holds few tokens, so that the iterations of a Map wait at several.
  const inner = tell(names.claim(`${name}.part`), block, scope, { kind: 'end' }, '$states.input.part');
  const state: MapState = {
    Type: 'Map',
    Items: jsonata(`[0..$ceil(${iterations(block.over)} / ${MOST_WAITERS}) - 1]`),
    ItemSelector: jsonata('$merge([$states.input, {"part": $states.context.Map.Item.Value}])'),
    ItemProcessor: inlineProcessor(inner),
    ...wayOn(then, noFailure, sameInput),
  };
  return { start: name, states: [[name, state]] };
}

function tell(name: string, block: SignalBlock, scope: Scope, then: Continuation, part?: string): Emitted {
  const wake = scope.machine.names.claim(`${name}.wake`);
  const write: TaskState = {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:dynamodb:updateItem',
    Arguments: {
      ...itemOf(block, scope.nest, part),
      UpdateExpression: `SET ${FATE} = :f, expiresAt = :e`,
      ExpressionAttributeValues: { ':f': { S: 'succeeded' }, ':e': expiry(scope) },
      ReturnValues: 'ALL_OLD',
    },
    TimeoutSeconds: CALL_SECONDS,
    Retry: [repeated],
    Output: { input: sameInput, tokens: jsonata(tokensFound) },
    Next: wake,
  };
  const waking: MapState = {
    Type: 'Map',
    Items: jsonata('$states.input.tokens'),
    ItemProcessor: inlineProcessor(wakeOne(wake, scope)),
    ...wayOn(then, noFailure, jsonata('$states.input.input')),
  };
  return {
    start: name,
    states: [
      [name, write],
      [wake, waking],
    ],
  };
}

const tokensFound = `[$each($states.result.Attributes, function($v, $k) { $substring($k, 0, ${TOKEN_PREFIX.length}) = "${TOKEN_PREFIX}" ? $v.S })]`;

function wakeOne(wake: string, { machine }: Scope): Emitted {
  const name = machine.names.claim(`${wake}.one`);
  const done = machine.names.claim(`${wake}.gone`);
  const send: State = {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess',
    Arguments: { TaskToken: sameInput, Output: '"succeeded"' },
    TimeoutSeconds: CALL_SECONDS,
    Retry: [{ ErrorEquals: gone, MaxAttempts: 0 }, repeated],
    Catch: [{ ErrorEquals: gone, Next: done }],
    Output: {},
    End: true,
  };
  return {
    start: name,
    states: [
      [name, send],
      [done, { Type: 'Pass', Output: {}, End: true }],
    ],
  };
}

function inlineProcessor({
  start,
  states,
}: Emitted): StateGroup & { readonly ProcessorConfig: { readonly Mode: 'INLINE' } } {
  return { ProcessorConfig: { Mode: 'INLINE' }, StartAt: start, States: Object.fromEntries(states) };
}
