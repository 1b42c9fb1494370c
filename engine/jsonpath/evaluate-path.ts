import { isJsonArray, isJsonObject, sameJson, type Json, type JsonObject } from '../json/json.ts';
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

const descendants = (value: Json): readonly Json[] => [value, ...children(value).flatMap(descendants)];

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

const operandValue = (operand: Operand, value: Json): Json | undefined =>
  operand.kind === 'value' ? operand.value : walk(operand.steps, [value])[0];

const holds = (filter: Filter, value: Json): boolean => {
  switch (filter.kind) {
    case 'exists':
      return walk(filter.path, [value]).length > 0;
    case 'and':
      return holds(filter.left, value) && holds(filter.right, value);
    case 'or':
      return holds(filter.left, value) || holds(filter.right, value);
    case 'compare': {
      const left = operandValue(filter.left, value);
      const right = operandValue(filter.right, value);
      return left !== undefined && right !== undefined && compare(left, right, filter.comparison);
    }
  }
};

const present = (value: Json | undefined): readonly Json[] => (value === undefined ? [] : [value]);

const stepFrom = (step: Step, value: Json): readonly Json[] => {
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
      return descendants(value);
    case 'filter':
      return (isJsonArray(value) ? value : [value]).filter((item) => holds(step.filter, item));
  }
};

const walk = (steps: readonly Step[], values: readonly Json[]): readonly Json[] =>
  steps.reduce<readonly Json[]>((found, step) => found.flatMap((value) => stepFrom(step, value)), values);

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

/**
 * The value at a path, or undefined where a definite path leads nowhere. A path that may match several places gives the
 * list of what it matched. Throws `PathFailure` for a path that is not valid.
 */
export const evaluatePath = (text: string, scope: PathScope): Json | undefined => {
  const path = parsePath(text);
  const root = rootOf(path, scope);
  if (root === undefined) return undefined;
  const found = walk(path.steps, [root]);
  return path.definite ? found[0] : found;
};
