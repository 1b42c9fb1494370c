import type { SignalBlock } from '../plan/execution-plan.ts';
import { MOST_WAITERS } from '../plan/structure/join-rendezvous.ts';
import { field } from './fate-expressions.ts';
import { jsonata, jsonataText, sameInput } from './jsonata.ts';
import { leave } from './leave.ts';
import { expiry, FATE, itemOf, iterations, repeated, TOKEN_PREFIX } from './rendezvous-item.ts';
import type { Continuation, Emitted, Scope } from './scope.ts';
import type { MapState, State, StateGroup, TaskState, Template } from './states.ts';

const CALL_SECONDS = 60;

/** The service's words for a task that waits no more: whoever it was has gone on, or will find the fate by itself. */
const gone = ['Sfn.TaskTimedOutException', 'Sfn.TaskDoesNotExistException'];

/** Writes that the producer has ended, and wakes everybody whose token was there before. */
export function emitSignal(block: SignalBlock, scope: Scope, then: Continuation): Emitted {
  const { names } = scope.machine;
  const name = names.claim(`${block.producer}.signal`);
  if (block.over.length === 0) return tell(name, block, scope, then);
  // One item holds few tokens, so that the iterations of a Map wait at several.
  const inner = tell(
    names.claim(`${name}.part`),
    block,
    partScope(block, scope),
    { kind: 'end' },
    '$states.input.part',
  );
  const state: MapState = {
    Type: 'Map',
    Items: jsonata(`[0..$ceil(${iterations(block.over)} / ${MOST_WAITERS}) - 1]`),
    ItemSelector: jsonata('$merge([$states.input, {"part": $states.context.Map.Item.Value}])'),
    ItemProcessor: inlineProcessor(inner),
    ...leave(scope, then),
  };
  return { start: name, states: [[name, state]] };
}

/** A part has nothing to say to the others. */
function partScope({ producer }: SignalBlock, scope: Scope): Scope {
  const { fates, machine } = scope;
  if (fates === undefined) return scope;
  const told = new Set(machine.blocks.told(producer));
  return { ...scope, fates: { ...fates, needed: (key) => told.has(key), answerKeys: [], answer: 'object' } };
}

function tell(name: string, block: SignalBlock, scope: Scope, then: Continuation, part?: string): Emitted {
  const wake = scope.machine.names.claim(`${name}.wake`);
  const told = carried(block, scope, '$states.input.input');
  const write: TaskState = {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:dynamodb:updateItem',
    Arguments: {
      ...itemOf(block, scope.nest, part),
      UpdateExpression: `SET ${FATE} = :f, expiresAt = :e`,
      ExpressionAttributeValues: { ':f': { S: fateText(block, scope, '$states.input') }, ':e': expiry(scope) },
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
    ...(told === undefined
      ? {}
      : { ItemSelector: { token: jsonata('$states.context.Map.Item.Value'), fate: jsonata(told) } }),
    ItemProcessor: inlineProcessor(wakeOne(wake, scope, told !== undefined)),
    ...restored(leave(scope, then)),
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

/** The fates that the signal tells, as an expression of their JSON text; undefined where success is all that can be. */
function carried({ producer }: SignalBlock, { machine, fates }: Scope, input: string): string | undefined {
  const keys = fates === undefined ? [] : machine.blocks.told(producer).filter((key) => fates.known.has(key));
  if (keys.length === 0) return undefined;
  return `$string({${keys.map((key) => `${jsonataText(key)}: ${field(`${input}.fates`, key)}`).join(', ')}})`;
}

function fateText(block: SignalBlock, scope: Scope, input: string): Template {
  const text = carried(block, scope, input);
  return text === undefined ? 'succeeded' : jsonata(text);
}

/** The way on of a state whose input holds the group's own as `input`. */
function restored(way: ReturnType<typeof leave>): ReturnType<typeof leave> {
  const outputs = JSON.stringify(way.Output).replaceAll('$states.input', '$states.input.input');
  return { ...way, Output: JSON.parse(outputs) as Template };
}

function wakeOne(wake: string, { machine }: Scope, told: boolean): Emitted {
  const name = machine.names.claim(`${wake}.one`);
  const done = machine.names.claim(`${wake}.gone`);
  const send: State = {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess',
    Arguments: told
      ? { TaskToken: jsonata('$states.input.token'), Output: jsonata('$states.input.fate') }
      : { TaskToken: sameInput, Output: '"succeeded"' },
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
