import type { ExprNode } from 'jsonata';

/** A longer one could make much of little by naming it often enough. */
export const LONGEST_SOURCE = 4_096;

/** Functions whose result is small whatever they get, and whose work grows as their arguments do. */
const SMALL: ReadonlySet<string> = new Set([
  ...['sum', 'count', 'max', 'min', 'average', 'abs', 'floor', 'ceil', 'round', 'power', 'sqrt', 'number'],
  ...['boolean', 'not', 'exists', 'type', 'length', 'contains', 'lookup', 'millis', 'random', 'uuid', 'hash'],
]);

/** Functions whose result grows as their arguments do: not to be called again and again, or one upon another. */
const GROWING: ReadonlySet<string> = new Set([
  ...['string', 'append', 'merge', 'keys', 'spread', 'parse', 'reverse', 'zip', 'partition', 'substring'],
  ...['substringBefore', 'substringAfter', 'uppercase', 'lowercase', 'trim', 'base64encode', 'base64decode', 'now'],
]);
const DEEPEST_GROWTH = 3;

interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly [field: string]: unknown;
}

/** Where a node stands: whether it is evaluated for each item of something, and within how many growing functions. */
interface Place {
  readonly repeated: boolean;
  readonly growth: number;
}

const REPEATED: Place = { repeated: true, growth: 0 };

/** Fields of nodes that hold nothing to evaluate, or that are looked at where their node is. */
const PLAIN_FIELDS: ReadonlySet<string> = new Set(['type', 'value', 'position', 'keepArray', 'keepSingletonArray']);

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

const all = (nodes: unknown, place: Place): boolean =>
  Array.isArray(nodes) && nodes.every((node) => isBounded(node, place));

const pairs = (list: unknown, place: Place): boolean =>
  Array.isArray(list) && list.every((pair: unknown) => all(pair, place));

/** An index is no repetition; a condition is tried on each item. */
const filters = (list: unknown): boolean =>
  Array.isArray(list) &&
  list.every((stage: unknown) => isNode(stage) && stage.type === 'filter' && isBounded(stage['expr'], REPEATED));

const isStep = (step: unknown, first: boolean, place: Place): boolean => {
  if (!isNode(step)) return false;
  return isBounded(step, first || step.type === 'name' ? place : REPEATED);
};

const isCall = (node: Node, place: Place): boolean => {
  const { procedure } = node;
  if (!isNode(procedure) || procedure.type !== 'variable' || procedure['predicate'] !== undefined) return false;
  const name = String(procedure.value);
  if (SMALL.has(name)) return all(node['arguments'], place);
  if (!GROWING.has(name) || place.repeated || place.growth === DEEPEST_GROWTH) return false;
  if (name === 'now' && (node['arguments'] as readonly unknown[]).length > 0) return false;
  return all(node['arguments'], { ...place, growth: place.growth + 1 });
};

/** The fields that a node of this type may have, and whether each is bounded. */
const FIELDS: Readonly<Record<string, (node: Node, place: Place) => boolean>> = {
  variable: (node) => node.value !== '' && node.value !== '$',
  name: () => true,
  string: () => true,
  number: () => true,
  value: () => true,
  wildcard: (_node, { repeated }) => !repeated,
  binary: (node, place) => {
    // A text made for each item may be longer than all items together.
    if (node.value === '..' || (node.value === '&' && place.repeated)) return false;
    return all([node['lhs'], node['rhs']], place);
  },
  unary: (node, place) => {
    if (node.value === '{') return pairs(node['lhs'], place);
    return node.value === '[' ? all(node['expressions'], place) : isBounded(node['expression'], place);
  },
  condition: (node, place) => all([node['condition'], node['then'], ...('else' in node ? [node['else']] : [])], place),
  block: (node, place) => all(node['expressions'], place),
  path: (node, place) =>
    Array.isArray(node['steps']) && node['steps'].every((step: unknown, index) => isStep(step, index === 0, place)),
  function: isCall,
};

const OWN_FIELDS: Readonly<Record<string, readonly string[]>> = {
  binary: ['lhs', 'rhs'],
  unary: ['lhs', 'expressions', 'expression', 'consarray'],
  condition: ['condition', 'then', 'else'],
  block: ['expressions', 'consarray'],
  path: ['steps'],
  function: ['arguments', 'procedure'],
};

const isBounded = (node: unknown, place: Place): boolean => {
  if (!isNode(node)) return false;
  const check = FIELDS[node.type];
  if (check === undefined) return false;
  const own = OWN_FIELDS[node.type] ?? [];
  for (const [field, value] of Object.entries(node)) {
    if (field === 'stages' || field === 'predicate') {
      if (!filters(value)) return false;
    } else if (value !== undefined && !PLAIN_FIELDS.has(field) && !own.includes(field)) return false;
  }
  return check(node, place);
};

/**
 * Whether an expression's steps and memory are bounded by its source and its data, so that counting the steps is enough
 * to end it in time. False for whatever could do much in a single step, or make much of little: regular expressions,
 * ranges, functions of the user's own, texts made again and again.
 */
export const isBoundedExpression = (source: string, ast: ExprNode): boolean =>
  source.length <= LONGEST_SOURCE && isBounded(ast, { repeated: false, growth: 0 });
