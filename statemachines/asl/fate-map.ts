import type { PlannedAxis } from '../plan/execution-plan.ts';
import { answersVariable, gatheredResult, readAnswers } from './fate-expressions.ts';
import { type FateAspect, fateKey } from './fate-keys.ts';
import { jsonata } from './jsonata.ts';
import { behind, type FateUpdate, leave } from './leave.ts';
import { mapFields } from './map-fields.ts';
import type { Continuation, EmitBlock, Emitted, MapBlock, Scope } from './scope.ts';
import type { MapState, State } from './states.ts';

const aspects = ['fate', 'AnySucceeded', 'AllFailed'] as const satisfies readonly FateAspect[];

/** A fate that somebody outside of the Map asks for. */
interface AskedFate {
  readonly node: string;
  readonly aspect: FateAspect;
}

/**
 * A fan-out over an axis of the pipeline in which failures are fates. An iteration answers the fates of those nodes that
 * somebody behind asks for, and of those whose failure fails the sweep; outside, each is seen as one result.
 */
export function emitFateMap(block: MapBlock, scope: Scope, then: Continuation, emit: EmitBlock): Emitted {
  const { machine } = scope;
  const axis = machine.axis(block.axis);
  const name = machine.names.claim(`${axis.id}.trials`);
  const members = machine.blocks.nodes(block.body);
  const goesOn = axis.onChildError !== 'stop-all-and-error';
  const tolerant = axis.onChildError === 'continue-and-complete';
  const depth = scope.nest.length + 1;
  const nested = (node: string) => machine.node(node).axes.length > depth;
  const before = (node: string) => (tolerant ? nodesBefore(node, new Set(members), scope) : []);

  const asked = members.flatMap((node) =>
    aspects
      .filter((aspect) => scope.fates?.needed(fateKey(node, aspect)) === true)
      .map((aspect): AskedFate => ({ node, aspect })),
  );
  const ending = members.filter((node) => machine.node(node).rules?.failure === 'ends-sweep');
  const keys = [
    ...new Set([
      ...asked.flatMap(({ node, aspect }) => [
        fateKey(node, nested(node) ? aspect : 'fate'),
        ...(aspect === 'fate' ? before(node).map((each) => fateKey(each)) : []),
      ]),
      ...ending.map((node) => fateKey(node)),
    ]),
  ];
  const answered = new Set(keys);
  const inner: Scope = {
    machine,
    nest: [...scope.nest, axis.id],
    tolerant: false,
    recorded: goesOn || scope.recorded || block.mode === 'distributed',
    fates: {
      known: scope.fates?.known ?? new Set(),
      needed: (key) => answered.has(key),
      answerKeys: keys,
      answer: 'digits',
      inSweep: goesOn || scope.fates?.inSweep === true,
    },
  };
  machine.noteAnswers(axis, keys);
  const answers = readAnswers(keys, '$states.result');
  const within = (expression: string) => `(${answersVariable} := ${answers.text}; ${expression})`;
  const update = Object.fromEntries(
    asked.map(({ node, aspect }) => {
      const gathered = { node, tolerant, nested: nested(node), before: before(node) };
      return [fateKey(node, aspect), within(gatheredResult(gathered, aspect, answers))];
    }),
  );
  const fields = mapFields(block, axis, scope, inner, emit);
  // Within a sweep that goes on, its own end decides.
  const checks = ending.length > 0 && scope.fates?.inSweep !== true;
  const failed = ending.flatMap((node) =>
    (['failed', 'errored'] as const).map((fate) => answers.has(fateKey(node), fate)),
  );
  const way = checks
    ? checkFates(name, axis, within(failed.join(' or ')), scope, then, update)
    : { answer: leave(scope, then, update), states: [] };
  return { start: name, states: [[name, { Type: 'Map', ...fields, ...way.answer }], ...way.states] };
}

function checkFates(
  name: string,
  axis: PlannedAxis,
  failed: string,
  scope: Scope,
  then: Continuation,
  update: FateUpdate,
): { readonly answer: Pick<MapState, 'Assign' | 'Output' | 'Next' | 'End'>; readonly states: Emitted['states'] } {
  const { names, claimVariable } = scope.machine;
  const check = names.claim(`${name}.check`);
  const leaving = names.claim(`${name}.failed`);
  const done = then.kind === 'end' ? names.claim(`${name}.done`) : undefined;
  const variable = claimVariable('failed');
  const states: (readonly [string, State])[] = [
    [
      check,
      {
        Type: 'Choice',
        Choices: [{ Condition: jsonata(`$${variable}`), Next: leaving }],
        Default: then.kind === 'next' ? then.state : (done ?? leaving),
      },
    ],
    [leaving, { Type: 'Fail', Error: 'TrialsFailed', Cause: `trials over ${axis.id} failed` }],
  ];
  if (done !== undefined) states.push([done, { Type: 'Pass', ...leave(behind(scope, Object.keys(update)), then) }]);
  return {
    answer: { Assign: { [variable]: jsonata(failed) }, ...leave(scope, { kind: 'next', state: check }, update) },
    states,
  };
}

/** Nodes of the Map that stand before a node, directly or not. */
function nodesBefore(node: string, members: ReadonlySet<string>, { machine }: Scope): readonly string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    for (const each of machine.node(name).after) {
      if (!members.has(each) || found.has(each)) continue;
      found.add(each);
      visit(each);
    }
  };
  visit(node);
  return [...found];
}
