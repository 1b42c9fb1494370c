import type { QueryLanguage } from '../asl/index.ts';
import { builtInFunctions } from '../expression/built-in-functions.ts';
import { compileExpression, expressionSource, isExpression } from '../expression/compile-expression.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json/json.ts';
import { isDistributed } from './check-map.ts';
import { languageIn } from './check-state.ts';
import { problemAt, schemaError, type Report } from './definition-problem.ts';
import { referencesOf, stringsIn } from './expression-references.ts';
import { flowCycles } from './flow-cycles.ts';
import type { Place } from './place.ts';
import { VariableNumbers, variableSet, type VariableSet } from './variable-set.ts';

/** Where a state leads, and what is set on the way. */
interface Edge {
  readonly to: string;
  readonly sets: readonly string[];
}

const setsOf = (value: JsonObject): readonly string[] =>
  isJsonObject(value['Assign']) ? Object.keys(value['Assign']).map((name) => name.replace(/\.\$$/, '')) : [];

const objectsIn = (value: Json | undefined): readonly JsonObject[] =>
  value !== undefined && isJsonArray(value) ? value.filter(isJsonObject) : [];

const edgesOf = (state: JsonObject): readonly Edge[] => {
  const own = setsOf(state);
  const edges: Edge[] = [];
  const add = (to: Json | undefined, sets: readonly string[]): void => {
    if (typeof to === 'string') edges.push({ to, sets });
  };
  add(state['Next'], own);
  add(state['Default'], own);
  for (const rule of objectsIn(state['Choices'])) add(rule['Next'], setsOf(rule));
  for (const rule of objectsIn(state['Catch'])) add(rule['Next'], setsOf(rule));
  return edges;
};

/** Which variables may have been set when each state begins that can be reached. */
const knownAtStates = (
  states: ReadonlyMap<string, JsonObject>,
  start: string,
  outer: VariableSet,
  numbers: VariableNumbers,
): ReadonlyMap<string, VariableSet> => {
  const edges = new Map([...states].map(([name, state]) => [name, edgesOf(state)]));
  const cycles = flowCycles(start, (name) => (edges.get(name) ?? []).map(({ to }) => to));
  const cycleOf = new Map(cycles.flatMap((members, index) => members.map((name) => [name, index] as const)));
  const known = cycles.map(() => outer);
  const spread = (members: readonly string[], index: number, within: boolean): void => {
    for (const { to, sets } of members.flatMap((name) => edges.get(name) ?? [])) {
      const there = cycleOf.get(to) ?? index;
      if ((there === index) !== within) continue;
      const before = known[index] ?? outer;
      // What is set on one way round a cycle may be set anywhere in it.
      const set = sets.length === 0 ? before : before.with(variableSet(sets, numbers));
      const former = known[there] ?? outer;
      known[there] = former === outer ? set : former.with(set);
    }
  };
  for (const [index, members] of cycles.entries()) {
    spread(members, index, true);
    spread(members, index, false);
  }
  return new Map([...cycleOf].map(([name, index]) => [name, known[index] ?? outer]));
};

const PATH_VARIABLE = /\$([\p{ID_Start}_][\p{ID_Continue}]*)/gu;

const variablesIn = (text: string, key: string | number | undefined, language: QueryLanguage): Iterable<string> => {
  if (language === 'JSONata') {
    if (!isExpression(text)) return [];
    try {
      const { variables } = referencesOf(compileExpression(expressionSource(text)).ast);
      return [...variables].filter((name) => name !== 'states' && !builtInFunctions.has(name));
    } catch {
      return [];
    }
  }
  const holdsPath = typeof key === 'string' && (key.endsWith('.$') || key.endsWith('Path') || key === 'Variable');
  return holdsPath
    ? Array.from(text.replace(/'(?:\\.|[^'\\])*'/g, "''").matchAll(PATH_VARIABLE), (found) => found[1] ?? '')
    : [];
};

/** A message names as many variables as can be read. */
const MOST_NAMED = 20;

const NOT_OWN = new Set(['Branches', 'ItemProcessor', 'Iterator', 'Comment']);

const checkReferences = (
  state: JsonObject,
  language: QueryLanguage,
  known: VariableSet,
  place: Place,
  report: Report,
): void => {
  for (const [field, value] of Object.entries(state)) {
    if (NOT_OWN.has(field)) continue;
    stringsIn(value, [...place, field], (text, at) => {
      for (const name of variablesIn(text, at.at(-1), language)) {
        if (known.has(name)) continue;
        const others = [...known.names()];
        const choices =
          others.length === 0
            ? 'none is set before this state'
            : `set before this state: ${others.slice(0, MOST_NAMED).join(', ')}${others.length > MOST_NAMED ? ', ...' : ''}`;
        report(problemAt(at, 'UNDEFINED_VARIABLE', `The variable '$${name}' has no value here (${choices})`));
      }
    });
  }
};

const flowsOf = (state: JsonObject, place: Place): readonly (readonly [JsonObject, Place])[] => {
  const body = state['ItemProcessor'] !== undefined ? 'ItemProcessor' : 'Iterator';
  const inner = state[body];
  return [
    ...objectsIn(state['Branches']).map((branch, index) => [branch, [...place, 'Branches', index]] as const),
    ...(isJsonObject(inner) ? [[inner, [...place, body]] as const] : []),
  ];
};

const checkShadowing = (value: JsonObject, outer: VariableSet, place: Place, report: Report): void => {
  for (const field of isJsonObject(value['Assign']) ? Object.keys(value['Assign']) : []) {
    const name = field.replace(/\.\$$/, '');
    if (!outer.has(name)) continue;
    const message = `The variable '${name}' is set outside this branch, where it can be read but not set: give it another name here`;
    report(schemaError([...place, 'Assign', field], message));
  }
};

const assigners = (state: JsonObject, place: Place): readonly (readonly [JsonObject, Place])[] => [
  [state, place],
  ...objectsIn(state['Choices']).map((rule, index) => [rule, [...place, 'Choices', index]] as const),
  ...objectsIn(state['Catch']).map((rule, index) => [rule, [...place, 'Catch', index]] as const),
];

const checkFlow = (
  flow: JsonObject,
  machine: QueryLanguage,
  outer: VariableSet,
  numbers: VariableNumbers,
  place: Place,
  report: Report,
): void => {
  const { StartAt, States } = flow;
  if (!isJsonObject(States) || typeof StartAt !== 'string') return;
  const states = new Map(
    Object.entries(States).filter((entry): entry is [string, JsonObject] => isJsonObject(entry[1])),
  );
  for (const [name, known] of knownAtStates(states, StartAt, outer, numbers)) {
    const state = states.get(name);
    if (state === undefined) continue;
    const at = [...place, 'States', name];
    checkReferences(state, languageIn(state, machine), known, at, report);
    for (const [value, where] of assigners(state, at)) checkShadowing(value, outer, where, report);
    for (const [inner, where] of flowsOf(state, at)) {
      const seen = isDistributed(inner) ? variableSet([], numbers) : known;
      checkFlow(inner, machine, seen, numbers, where, report);
    }
  }
};

/**
 * Variables of a machine: each has a value on some way to where it is read, inner branches read the outer ones and set
 * none of them, and nothing outside is seen in a Distributed Map.
 * https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
 */
export const checkVariables = (definition: JsonObject, machine: QueryLanguage, report: Report): void => {
  const numbers = new VariableNumbers();
  checkFlow(definition, machine, variableSet([], numbers), numbers, [], report);
};
