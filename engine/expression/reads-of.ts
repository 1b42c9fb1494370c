import type { ExprNode } from 'jsonata';
import type { Bindings } from './jsonata-expression.ts';

/** What an expression reads of its bindings. */
export interface Reads {
  /** The bindings that it reads, and of `$states` only the parts: what need not be copied to another thread is not. */
  select(bindings: Bindings): Bindings;
}

interface Found {
  readonly variables: Set<string>;
  /** The names that follow `$states`; undefined once it is read as a whole. */
  parts: Set<string> | undefined;
}

interface Node {
  readonly type?: unknown;
  readonly value?: unknown;
  readonly steps?: readonly Node[];
}

const partOf = ({ steps = [] }: Node): string | undefined => {
  const [first, second] = steps;
  if (first?.type !== 'variable' || first.value !== 'states' || second?.type !== 'name') return undefined;
  // A filter on `$states` itself reads all of it.
  return 'predicate' in first || 'stages' in first || 'focus' in first ? undefined : String(second.value);
};

const collect = (node: unknown, found: Found): void => {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const item of node) collect(item, found);
    return;
  }
  const { type, value }: Node = node;
  const part = type === 'path' ? partOf(node) : undefined;
  if (part !== undefined) {
    found.variables.add('states');
    found.parts?.add(part);
  } else if (type === 'variable' && typeof value === 'string') {
    found.variables.add(value);
    if (value === 'states') found.parts = undefined;
  }
  const { steps, ...rest }: Node = node;
  if (Array.isArray(steps)) collect(part === undefined ? steps : steps.slice(1), found);
  for (const field of Object.values(rest)) collect(field, found);
};

const pick = (object: unknown, names: Iterable<string>): Record<string, unknown> => {
  const picked: Record<string, unknown> = {};
  if (typeof object !== 'object' || object === null) return picked;
  for (const name of names) if (Object.hasOwn(object, name)) picked[name] = (object as Bindings)[name];
  return picked;
};

export const readsOf = (ast: ExprNode): Reads => {
  const found: Found = { variables: new Set(), parts: new Set() };
  collect(ast, found);
  const { variables, parts } = found;
  return {
    select(bindings) {
      const picked = pick(bindings, variables);
      return parts === undefined || !('states' in picked)
        ? picked
        : { ...picked, states: pick(picked['states'], parts) };
    },
  };
};
