/** dynalite's generated parsers, as its validations call them. */
export interface ExpressionParser {
  parse: (expression: string, options: ParseOptions) => unknown;
}

export interface ParseOptions {
  readonly context: {
    readonly attrNames?: Readonly<Record<string, string>>;
    readonly attrVals?: Readonly<Record<string, AttributeValue>>;
    readonly unusedAttrNames: Record<string, boolean>;
    readonly unusedAttrVals: Record<string, boolean>;
    readonly isKeyCondition?: boolean;
  };
}

type AttributeValue = Readonly<Record<string, unknown>>;

interface Parsed {
  readonly tree: unknown;
  /** Value objects of the call that made the tree, by the placeholder that they came from. */
  readonly values: ReadonlyMap<unknown, string>;
  readonly usedNames: readonly string[];
  readonly usedValues: readonly string[];
}

const MOST_KEPT = 1000;
/** Their checks look at what the values are, and not only at their types. */
const LOOKS_AT_VALUES = /between|attribute_type/i;
const cached = new WeakSet<ExpressionParser>();

/**
 * Makes a parser remember. Its grammar tries every alternative anew at each nesting, which takes milliseconds for an
 * expression of three conditions, half of the time that a sweep spends in this process; and a program has few expressions.
 */
export function cacheExpressions(parser: ExpressionParser): void {
  if (cached.has(parser)) return;
  cached.add(parser);
  const parseAnew = parser.parse;
  const kept = new Map<string, Parsed>();
  parser.parse = (expression, options) => {
    if (LOOKS_AT_VALUES.test(expression)) return parseAnew(expression, options);
    const key = keyOf(expression, options);
    const known = kept.get(key);
    if (known) return instantiate(known, options);
    // All marked unused again: what an earlier expression of the same call has used is no property of this one.
    const { attrNames = {}, attrVals = {} } = options.context;
    const unusedAttrNames = marked(attrNames);
    const unusedAttrVals = marked(attrVals);
    const tree = parseAnew(expression, { context: { ...options.context, unusedAttrNames, unusedAttrVals } });
    // A string is what is wrong with the expression.
    if (typeof tree === 'string') return tree;
    if (kept.size >= MOST_KEPT) kept.clear();
    const parsed: Parsed = {
      tree,
      values: new Map(Object.entries(attrVals).map(([name, value]) => [value, name])),
      usedNames: Object.keys(attrNames).filter((name) => !(name in unusedAttrNames)),
      usedValues: Object.keys(attrVals).filter((name) => !(name in unusedAttrVals)),
    };
    kept.set(key, parsed);
    // dynalite writes into what it gets, so that the kept tree is given to nobody.
    return instantiate(parsed, options);
  };
}

function instantiate({ tree, values, usedNames, usedValues }: Parsed, { context }: ParseOptions): unknown {
  for (const name of usedNames) delete context.unusedAttrNames[name];
  for (const name of usedValues) delete context.unusedAttrVals[name];
  return copy(tree, values, context.attrVals ?? {});
}

function marked(names: object): Record<string, boolean> {
  return Object.fromEntries(Object.keys(names).map((name) => [name, true]));
}

/** What the tree depends on: the text, the names, and the types of the values, which operators ask for. */
function keyOf(expression: string, { context }: ParseOptions): string {
  const types = Object.entries(context.attrVals ?? {}).map(([name, value]) => [name, Object.keys(value)]);
  return JSON.stringify([expression, context.attrNames, types, context.isKeyCondition ?? false]);
}

function copy(node: unknown, values: Parsed['values'], actual: Readonly<Record<string, AttributeValue>>): unknown {
  const placeholder = values.get(node);
  if (placeholder !== undefined) return actual[placeholder];
  if (Array.isArray(node)) return node.map((item) => copy(item, values, actual));
  if (typeof node !== 'object' || node === null) return node;
  const copied = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(node)) copied[name] = copy(value, values, actual);
  return copied;
}
