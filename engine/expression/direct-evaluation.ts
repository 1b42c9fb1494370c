import type { ExprNode } from 'jsonata';
import { LONGEST_SOURCE } from './bounded-expression.ts';

/** JSONata's own evaluator has to decide: an array on the way, a missing value, an operand of another type. */
export const UNDECIDED = Symbol('undecided');

type Bindings = Readonly<Record<string, unknown>>;

/** Gives what JSONata would give, as plain JSON where the bindings are, or `UNDECIDED`. Never throws. */
export type Direct = (bindings: Bindings) => unknown;

/** A node as the parser makes it, by the fields that are read here. */
interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly steps?: readonly Node[];
  readonly lhs?: Node | readonly (readonly [Node, Node])[];
  readonly rhs?: Node;
  readonly expressions?: readonly Node[];
  readonly condition?: Node;
  readonly then?: Node;
  readonly else?: Node;
}

/** Whether a node has these fields only: a predicate, a grouping or a binding is left to JSONata. */
const hasOnly = (node: Node, ...names: readonly string[]): boolean =>
  Object.keys(node).every((key) => key === 'type' || key === 'position' || key === 'value' || names.includes(key));

const isName = (node: Node): node is Node & { readonly value: string } =>
  hasOnly(node) && typeof node.value === 'string' && node.value !== '' && node.value !== '$';

/** Null is a value; undefined, which a task of the library's user may give, is none. */
const nothing = (value: unknown): unknown => (value === null ? null : UNDECIDED);

const variable = (node: Node): Direct | undefined => {
  if (!isName(node)) return undefined;
  const name = node.value;
  return (bindings) => (Object.hasOwn(bindings, name) ? (bindings[name] ?? nothing(bindings[name])) : UNDECIDED);
};

/** `$states.input.runId`: the names under a variable, as long as there is an object at each. */
const path = ({ steps = [] }: Node): Direct | undefined => {
  const [first, ...rest] = steps;
  if (first?.type !== 'variable' || !isName(first)) return undefined;
  const root = first.value;
  const names: string[] = [];
  for (const step of rest) {
    if (step.type !== 'name' || !isName(step)) return undefined;
    names.push(step.value);
  }
  return (bindings) => {
    let value: unknown = Object.hasOwn(bindings, root) ? bindings[root] : UNDECIDED;
    for (const name of names) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return UNDECIDED;
      if (!Object.hasOwn(value, name)) return UNDECIDED;
      value = (value as Bindings)[name];
    }
    return value ?? nothing(value);
  };
};

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const arithmetic =
  (operate: (left: number, right: number) => number): Operation =>
  (left, right) => {
    if (!isNumber(left) || !isNumber(right)) return UNDECIDED;
    const result = operate(left, right);
    // What is no JSON number is JSONata's to report.
    return Number.isFinite(result) ? result : UNDECIDED;
  };

const order =
  (holds: (sign: number) => boolean): Operation =>
  (left, right) => {
    if (isNumber(left) && isNumber(right)) return holds(left - right);
    if (typeof left !== 'string' || typeof right !== 'string') return UNDECIDED;
    return holds(left < right ? -1 : left > right ? 1 : 0);
  };

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

const equal = (left: unknown, right: unknown): boolean | typeof UNDECIDED => {
  if (left === UNDECIDED || right === UNDECIDED || isObject(left) || isObject(right)) return UNDECIDED;
  return left === right;
};

/** A text as `&` sees it; numbers with a fraction are rounded by JSONata. */
const asText = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  return Number.isSafeInteger(value) || typeof value === 'boolean' ? String(value) : undefined;
};

type Operation = (left: unknown, right: unknown) => unknown;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  '+': arithmetic((left, right) => left + right),
  '-': arithmetic((left, right) => left - right),
  '*': arithmetic((left, right) => left * right),
  '/': arithmetic((left, right) => left / right),
  '%': arithmetic((left, right) => left % right),
  '<': order((sign) => sign < 0),
  '<=': order((sign) => sign <= 0),
  '>': order((sign) => sign > 0),
  '>=': order((sign) => sign >= 0),
  '=': equal,
  '!=': (left, right) => {
    const same = equal(left, right);
    return same === UNDECIDED ? UNDECIDED : !same;
  },
  '&': (left, right) => {
    const [head, tail] = [asText(left), asText(right)];
    return head === undefined || tail === undefined ? UNDECIDED : head + tail;
  },
};

/** `and` ends at false, `or` at true. */
const logical =
  (left: Direct, right: Direct, ending: boolean): Direct =>
  (bindings) => {
    const first = left(bindings);
    if (typeof first !== 'boolean' || first === ending) return typeof first === 'boolean' ? first : UNDECIDED;
    const second = right(bindings);
    return typeof second === 'boolean' ? second : UNDECIDED;
  };

const binary = (node: Node): Direct | undefined => {
  if (!hasOnly(node, 'lhs', 'rhs') || node.lhs === undefined || node.rhs === undefined || 'length' in node.lhs) {
    return undefined;
  }
  const left = directOf(node.lhs);
  const right = directOf(node.rhs);
  if (left === undefined || right === undefined) return undefined;
  if (node.value === 'and' || node.value === 'or') return logical(left, right, node.value === 'or');
  const operation = OPERATIONS[String(node.value)];
  return operation === undefined ? undefined : (bindings) => operation(left(bindings), right(bindings));
};

const condition = (node: Node): Direct | undefined => {
  if (!hasOnly(node, 'condition', 'then', 'else') || node.condition === undefined) return undefined;
  const parts = [node.condition, node.then, node.else].map((part) => part && directOf(part));
  const [test, then, otherwise] = parts;
  if (test === undefined || then === undefined || otherwise === undefined) return undefined;
  return (bindings) => {
    const holds = test(bindings);
    return typeof holds === 'boolean' ? (holds ? then : otherwise)(bindings) : UNDECIDED;
  };
};

const objectOf = (node: Node): Direct | undefined => {
  if (!hasOnly(node, 'lhs', 'consarray') || !Array.isArray(node.lhs)) return undefined;
  const fields = new Map<string, Direct>();
  for (const [key, item] of node.lhs as readonly (readonly [Node, Node])[]) {
    const value = directOf(item);
    if (key.type !== 'string' || !isName(key) || key.value === '__proto__' || value === undefined) return undefined;
    if (fields.has(key.value)) return undefined;
    fields.set(key.value, value);
  }
  const entries = [...fields];
  return (bindings) => {
    const made: Record<string, unknown> = {};
    for (const [name, direct] of entries) {
      const value = direct(bindings);
      if (value === UNDECIDED) return UNDECIDED;
      made[name] = value;
    }
    return made;
  };
};

/** A list within a list stays one; the items of a list that is a value join the outer one. */
const arrayOf = (node: Node): Direct | undefined => {
  if (!hasOnly(node, 'expressions', 'consarray') || node.expressions === undefined) return undefined;
  const items: { readonly direct: Direct; readonly nested: boolean }[] = [];
  for (const item of node.expressions) {
    const direct = directOf(item);
    if (direct === undefined) return undefined;
    items.push({ direct, nested: item.value === '[' });
  }
  return (bindings) => {
    const made: unknown[] = [];
    for (const { direct, nested } of items) {
      const value = direct(bindings);
      if (value === UNDECIDED || (!nested && Array.isArray(value))) return UNDECIDED;
      made.push(value);
    }
    return made;
  };
};

const unary = (node: Node): Direct | undefined => {
  if (node.value === '{') return objectOf(node);
  return node.value === '[' ? arrayOf(node) : undefined;
};

const literal = (node: Node): Direct | undefined => {
  const { value } = node;
  return hasOnly(node) ? () => value : undefined;
};

const directOf = (node: Node): Direct | undefined => {
  switch (node.type) {
    case 'variable':
      return variable(node);
    case 'path':
      return hasOnly(node, 'steps') ? path(node) : undefined;
    case 'string':
    case 'number':
    case 'value':
      return literal(node);
    case 'binary':
      return binary(node);
    case 'unary':
      return unary(node);
    case 'condition':
      return condition(node);
    case 'block': {
      const [only, more] = node.expressions ?? [];
      return hasOnly(node, 'expressions') && only !== undefined && more === undefined ? directOf(only) : undefined;
    }
    default:
      return undefined;
  }
};

/**
 * Recognises what most expressions of real machines are: names under a variable, literals, operators, conditions and
 * constructors of them. They are evaluated at once, forty times cheaper than by JSONata's evaluator, whose every step
 * is a promise. Undefined for anything with a function, a filter, an index or a wildcard.
 */
export const directEvaluationOf = (source: string, ast: ExprNode): Direct | undefined =>
  source.length > LONGEST_SOURCE ? undefined : directOf(ast as Node);
