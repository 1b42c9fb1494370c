import type { NodePlan } from '../plan/execution-plan.ts';
import { answersVariable, gatheredResult, readAnswers } from './fate-expressions.ts';
import { type FateAspect, fateKey } from './fate-keys.ts';
import { jsonata } from './jsonata.ts';
import { behind, type FateUpdate, leave } from './leave.ts';
import { mapFields } from './map-fields.ts';
import type { NodeWays } from './node-ways.ts';
import { recordingSweep } from './record-failure.ts';
import type { Continuation, EmitBlock, Emitted, MapBlock, Scope } from './scope.ts';
import type { MapState, State } from './states.ts';

/**
 * A node's own trials, seen from outside as one result. Each trial answers its fate as a digit; with `stop-all-and-error`
 * the first failure is an error of the Map, and what is recorded of the trials tells the rest.
 */
export function emitOwnSweep(node: NodePlan, own: MapBlock, scope: Scope, ways: NodeWays, emit: EmitBlock): Emitted {
  const { machine } = scope;
  const axis = machine.axis(own.axis);
  const name = machine.names.claim(`${axis.id}.trials`);
  const nest = [...scope.nest, axis.id];
  const key = fateKey(node.node);
  if (axis.onChildError === 'stop-all-and-error') {
    const inner: Scope = { machine, nest, tolerant: false, recorded: true };
    const recorded = recordingSweep(node, axis, scope, ways);
    const state: MapState = {
      Type: 'Map',
      ...mapFields(own, axis, scope, inner, emit),
      ...(recorded === undefined ? {} : { Catch: [recorded.catcher] }),
      ...leave(
        scope,
        ways.succeeded,
        seen(node, () => '"succeeded"', 'true', 'false'),
      ),
    };
    return { start: name, states: [[name, state], ...(recorded?.states ?? [])] };
  }
  const inner: Scope = {
    machine,
    nest,
    tolerant: false,
    recorded: true,
    fates: {
      known: scope.fates?.known ?? new Set(),
      needed: (each) => each === key,
      answerKeys: [key],
      answer: 'digits',
      inSweep: true,
    },
  };
  machine.noteAnswers(axis, [key]);
  const answers = readAnswers([key], '$states.result');
  const tolerant = axis.onChildError === 'continue-and-complete';
  const within = (expression: string) => `(${answersVariable} := ${answers.text}; ${expression})`;
  const aspect = (each: FateAspect) =>
    within(gatheredResult({ node: node.node, tolerant, nested: false, before: [] }, each, answers));
  const update = seen(
    node,
    () => (tolerant ? '"succeeded"' : aspect('fate')),
    aspect('AnySucceeded'),
    aspect('AllFailed'),
  );
  const fields = mapFields(own, axis, scope, inner, emit);
  const failed = within(`${answers.has(key, 'failed')} or ${answers.has(key, 'errored')}`);
  const way = emitSweepWay(name, node, scope, ways, tolerant ? undefined : failed, update);
  return { start: name, states: [[name, { Type: 'Map', ...fields, ...way.answer }], ...way.states] };
}

/** Behind the Map: on, where success and failure lead to the same place, else a choice of the two. */
function emitSweepWay(
  name: string,
  node: NodePlan,
  scope: Scope,
  ways: NodeWays,
  failed: string | undefined,
  update: FateUpdate,
): { readonly answer: Pick<MapState, 'Assign' | 'Output' | 'Next' | 'End'>; readonly states: Emitted['states'] } {
  if (failed === undefined || ways.failed === ways.succeeded)
    return { answer: leave(scope, ways.succeeded, update), states: [] };
  const { names, claimVariable } = scope.machine;
  const check = names.claim(`${name}.check`);
  const variable = claimVariable('failed');
  const states: (readonly [string, State])[] = [];
  const after = behind(scope, Object.keys(update));
  const stateFor = (then: Continuation): string => {
    if (then.kind === 'next') return then.state;
    const done = names.claim(`${name}.done`);
    states.push([done, { Type: 'Pass', ...leave(after, then) }]);
    return done;
  };
  const raise = (): string => {
    const leaving = names.claim(`${name}.failed`);
    const cause = `trials of ${node.node} failed`;
    const { raise: given } = ways;
    states.push([
      leaving,
      given === undefined
        ? { Type: 'Fail', Error: 'TrialsFailed', Cause: cause }
        : {
            Type: 'Pass',
            Assign: { [given.error]: 'TrialsFailed', [given.cause]: cause },
            ...leave(after, { kind: 'next', state: given.then }),
          },
    ]);
    return leaving;
  };
  const onFailure = ways.failed === undefined ? raise() : stateFor(ways.failed);
  const onSuccess = stateFor(ways.succeeded);
  return {
    answer: { Assign: { [variable]: jsonata(failed) }, ...leave(scope, { kind: 'next', state: check }, update) },
    states: [
      [
        check,
        {
          Type: 'Choice',
          Choices: [{ Condition: jsonata(`$${variable}`), Next: onFailure }],
          Default: onSuccess,
        },
      ],
      ...states,
    ],
  };
}

function seen({ node }: NodePlan, fate: () => string, anySucceeded: string, allFailed: string): FateUpdate {
  return {
    [fateKey(node)]: fate(),
    [fateKey(node, 'AnySucceeded')]: anySucceeded,
    [fateKey(node, 'AllFailed')]: allFailed,
  };
}
