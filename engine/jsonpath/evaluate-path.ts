import { isJsonArray, isJsonObject, sameJson, type Json, type JsonObject } from '../json/json.ts';
import { PathFailure } from './path-failure.ts';
import { parsePath, type Comparison, type Filter, type Operand, type Path, type Step } from './parse-path.ts';

/** What paths can begin from. */
export interface PathScope {
  readonly input: Json;
  readonly context: JsonObject;
  readonly variables: Readonly<Record<string, Json>>;
}

const children = (value: Json): readonly Json[] => {
  if (isJsonArray(value)) return value;
  return isJsonObject(value) ? Object.values(value) : [];
};

/** Values that one path may look at: `$..*..*` can match more than any computer holds. */
const MOST_VALUES = 2_000_000;

interface Budget {
  readonly text: string;
  left: number;
}

const spend = (budget: Budget): void => {
  if (--budget.left < 0) throw new PathFailure(`The path '${budget.text}' matches too much`);
};

/** A value and everything within it, each before its parts. */
const descendants = (root: Json, budget: Budget): readonly Json[] => {
  const found: Json[] = [];
  const left: Json[] = [root];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    spend(budget);
    found.push(value);
    for (const child of children(value).toReversed()) left.push(child);
  }
  return found;
};

const slice = (list: readonly Json[], start = 0, end = list.length, step = 1): readonly Json[] => {
  const at = (index: number): number => (index < 0 ? Math.max(list.length + index, 0) : Math.min(index, list.length));
  const chosen: Json[] = [];
  for (let index = at(start); step > 0 && index < at(end); index += step) chosen.push(list[index] ?? null);
  return chosen;
};

const compare = (left: Json, right: Json, comparison: Comparison): boolean => {
  if (comparison === '==') return sameJson(left, right);
  if (comparison === '!=') return !sameJson(left, right);
  const ordered =
    (typeof left === 'number' && typeof right === 'number') || (typeof left === 'string' && typeof right === 'string');
  if (!ordered) return false;
  switch (comparison) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
};

const operandValue = (operand: Operand, value: Json, budget: Budget): Json | undefined =>
  operand.kind === 'value' ? operand.value : walk(operand.steps, [value], budget)[0];

const holds = (filter: Filter, value: Json, budget: Budget): boolean => {
  switch (filter.kind) {
    case 'exists':
      return walk(filter.path, [value], budget).length > 0;
    case 'and':
      return holds(filter.left, value, budget) && holds(filter.right, value, budget);
    case 'or':
      return holds(filter.left, value, budget) || holds(filter.right, value, budget);
    case 'compare': {
      const left = operandValue(filter.left, value, budget);
      const right = operandValue(filter.right, value, budget);
      return left !== undefined && right !== undefined && compare(left, right, filter.comparison);
    }
  }
};

const present = (value: Json | undefined): readonly Json[] => (value === undefined ? [] : [value]);

const stepFrom = (step: Step, value: Json, budget: Budget): readonly Json[] => {
  switch (step.kind) {
    case 'names':
      return isJsonObject(value)
        ? step.names.flatMap((name) => (Object.hasOwn(value, name) ? present(value[name]) : []))
        : [];
    case 'indices':
      return isJsonArray(value) ? step.indices.flatMap((index) => present(value.at(index))) : [];
    case 'slice':
      return isJsonArray(value) ? slice(value, step.start, step.end, step.step) : [];
    case 'wildcard':
      return children(value);
    case 'descendants':
      return descendants(value, budget);
    case 'filter':
      return (isJsonArray(value) ? value : [value]).filter((item) => holds(step.filter, item, budget));
  }
};

const walk = (steps: readonly Step[], values: readonly Json[], budget: Budget): readonly Json[] => {
  let found = values;
  for (const step of steps) {
    const next: Json[] = [];
    for (const value of found) {
      for (const match of stepFrom(step, value, budget)) {
        spend(budget);
        next.push(match);
      }
    }
    found = next;
  }
  return found;
};

const rootOf = ({ root }: Path, scope: PathScope): Json | undefined => {
  switch (root.kind) {
    case 'input':
      return scope.input;
    case 'context':
      return scope.context;
    case 'variable':
      return Object.hasOwn(scope.variables, root.name) ? scope.variables[root.name] : undefined;
  }
};

/** Whether a step can match one place only. */
const leadsToOne = (step: Step): boolean =>
  (step.kind === 'names' && step.names.length === 1) || (step.kind === 'indices' && step.indices.length === 1);

/** Whether a path that leads nowhere does so because its last step is an index past the end of a list. */
export const endsPastList = (text: string, scope: PathScope): boolean => {
  const path = parsePath(text);
  const last = path.steps.at(-1);
  const root = rootOf(path, scope);
  if (root === undefined || !path.definite || last?.kind !== 'indices') return false;
  const [list] = walk(path.steps.slice(0, -1), [root], { text, left: MOST_VALUES });
  return list !== undefined && isJsonArray(list);
};

/**
 * The value at a path, or undefined where a definite path leads nowhere. A path that may match several places gives the
 * list of what it matched. Throws `PathFailure` for a path that is not valid.
 */
export const evaluatePath = (text: string, scope: PathScope): Json | undefined => {
  const path = parsePath(text);
  const root = rootOf(path, scope);
  if (root === undefined) return undefined;
  const budget = { text, left: MOST_VALUES };
  if (path.definite) return walk(path.steps, [root], budget)[0];
  // What leads to the first step of many matches must be there, or the path leads nowhere as any other.
  const many = path.steps.findIndex((step) => !leadsToOne(step));
  const [start] = walk(path.steps.slice(0, many), [root], budget);
  if (start === undefined) return path.steps[many - 1]?.kind === 'indices' ? [] : undefined;
  const first = path.steps[many];
  if ((first?.kind === 'slice' || first?.kind === 'indices') && !isJsonArray(start)) return undefined;
  return walk(path.steps.slice(many), [start], budget);
};

/** A step as the service writes it. */
const written = (step: Step): string => {
  if (step.kind === 'names') return `[${step.names.map((name) => `'${name}'`).join(',')}]`;
  return step.kind === 'indices' ? `[${step.indices.join(',')}]` : '[*]';
};

/** Why a definite path leads nowhere, in the words of the library that the service uses (com.jayway.jsonpath). */
export const noResult = (text: string, scope: PathScope): string => {
  const path = parsePath(text);
  let value = rootOf(path, scope);
  let place = '$';
  for (const [index, step] of path.steps.entries()) {
    place += written(step);
    const [next] = value === undefined ? [] : stepFrom(step, value, { text, left: MOST_VALUES });
    const isLast = index === path.steps.length - 1;
    if (next === undefined && !isLast && step.kind === 'names') return `Missing property in path ${place}`;
    value = next;
  }
  return `No results for path: ${place}`;
};
