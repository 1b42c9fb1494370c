/** Results that a node may have, as `depends` names them. */
export const dependsResults = [
  'Succeeded',
  'Failed',
  'Errored',
  'Skipped',
  'Omitted',
  'AnySucceeded',
  'AllFailed',
] as const;
export type DependsResult = (typeof dependsResults)[number];

/** A condition over the results of nodes. `all` and `any` have operands; of none, `all` is true and `any` is false. */
export type DependsExpression =
  /** Without a result, the bare name: Succeeded or Skipped, and where the node's failure is to be ignored, that too. */
  | { readonly kind: 'result'; readonly node: string; readonly result?: DependsResult }
  | { readonly kind: 'not'; readonly operand: DependsExpression }
  | { readonly kind: 'all' | 'any'; readonly operands: readonly DependsExpression[] };

export interface DependsReading {
  /** What was read; with a fault, what the names in it ask of them together. */
  readonly expression: DependsExpression;
  /** Nodes named, each once. */
  readonly names: readonly string[];
  /** The first piece of text that is no part of the grammar, or a result that does not exist. */
  readonly fault?: string;
}

/** Argo's, with the underscores that names may have here. */
const token = /\s*(?:(&&|\|\||[!()])|([A-Za-z0-9][\w-]*)(?:\.([A-Za-z]+))?)/uy;
/** Each is a call of the parser. */
const MOST_BRACKETS = 100;

/**
 * Argo's grammar of `depends`: `expr := and ('||' and)*; and := not ('&&' not)*; not := '!' not | '(' expr ')' | NAME
 * ['.' RESULT]` (workflow/common/ancestry.go). A text with a fault is the conjunction of the names before it.
 */
export function readDepends(text: string): DependsReading {
  const names = new Set<string>();
  let at = 0;
  let depth = 0;

  const fault = (what: string): never => {
    throw new DependsFault(what);
  };
  const rest = () => text.slice(at).trim();
  const next = () => {
    token.lastIndex = at;
    const found = token.exec(text);
    return found === null ? undefined : { operator: found[1], name: found[2], result: found[3], end: token.lastIndex };
  };
  const takes = (operator: string): boolean => {
    const found = next();
    if (found?.operator !== operator) return false;
    at = found.end;
    return true;
  };
  const joined = (operator: '&&' | '||', part: () => DependsExpression): DependsExpression => {
    const operands = [part()];
    while (takes(operator)) operands.push(part());
    const [only] = operands;
    return operands.length === 1 && only !== undefined ? only : { kind: operator === '&&' ? 'all' : 'any', operands };
  };
  const either = (): DependsExpression => joined('||', () => joined('&&', negated));
  const negated = (): DependsExpression => {
    depth += 1;
    if (depth > MOST_BRACKETS) fault(rest());
    const expression = takes('!') ? { kind: 'not' as const, operand: negated() } : primary();
    depth -= 1;
    return expression;
  };
  const primary = (): DependsExpression => {
    if (rest() === '') fault(text.trim());
    if (takes('(')) {
      const inner = either();
      if (!takes(')')) fault(rest() === '' ? text.trim() : rest());
      return inner;
    }
    const found = next();
    if (found?.name === undefined) return fault(rest());
    const { name, result } = found;
    const known = dependsResults.find((each) => each === result);
    if (result !== undefined && known === undefined) fault(`${name}.${result}`);
    names.add(name);
    at = found.end;
    return { kind: 'result', node: name, ...(known === undefined ? {} : { result: known }) };
  };

  try {
    const expression = either();
    if (rest() !== '') fault(rest());
    return { expression, names: [...names] };
  } catch (error) {
    if (!(error instanceof DependsFault)) throw error;
    const operands = [...names].map((node) => ({ kind: 'result' as const, node }));
    return { expression: { kind: 'all', operands }, names: [...names], fault: error.message };
  }
}

/** Unwinds the parser's calls; never leaves this file. */
class DependsFault extends Error {
  override readonly name = 'DependsFault';
}
