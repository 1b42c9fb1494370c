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

export interface DependsReading {
  /** Nodes named, each once. */
  readonly names: readonly string[];
  /** Only `&&` over bare names and `.Succeeded`: exactly what an edge means. */
  readonly conjunction: boolean;
  /** The first piece of text that is no part of the grammar, or a result that does not exist. */
  readonly fault?: string;
}

const token = /\s*(?:(&&|\|\||[!()])|([A-Za-z0-9][\w-]*)(?:\.([A-Za-z]+))?)/uy;

/** The names in a `depends` expression: `a.Succeeded && !b.Failed`, Argo's grammar. */
export function readDepends(text: string): DependsReading {
  const names = new Set<string>();
  let conjunction = true;
  let wantsName = true;
  let depth = 0;
  token.lastIndex = 0;
  for (let at = 0; text.slice(at).trim() !== ''; at = token.lastIndex) {
    token.lastIndex = at;
    const [, operator, name, result] = token.exec(text) ?? [];
    const fault = { names: [...names], conjunction: false, fault: text.slice(at).trim() };
    if (name !== undefined) {
      if (!wantsName) return fault;
      if (result !== undefined && !dependsResults.some((known) => known === result))
        return { ...fault, fault: `${name}.${result}` };
      names.add(name);
      conjunction &&= result === undefined || result === 'Succeeded';
      wantsName = false;
      continue;
    }
    if (operator === undefined) return fault;
    const binary = operator === '&&' || operator === '||';
    const closing = operator === ')';
    if ((binary || closing) === wantsName) return fault;
    depth += operator === '(' ? 1 : closing ? -1 : 0;
    if (depth < 0) return fault;
    if (binary) wantsName = true;
    if (operator !== '&&' && operator !== '(' && !closing) conjunction = false;
  }
  const complete = depth === 0 && !wantsName;
  return { names: [...names], conjunction: conjunction && complete, ...(complete ? {} : { fault: text.trim() }) };
}
