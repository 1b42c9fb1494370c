import { didYouMean } from '../../statemachines/diagnostics/suggest.ts';
import { Problem } from '../../platform/problems/problem.ts';
import type { ServedOperation } from './operation.ts';

export interface Match {
  readonly operation: ServedOperation;
  readonly params: Readonly<Record<string, string>>;
}

/** The operation at a method and path. A literal part goes before a parameter: `/v1/pipelines/validate`. */
export function matchOperation(operations: readonly ServedOperation[], method: string, path: string): Match {
  const parts = path.split('/').map(decode);
  const matches = operations
    .map((operation) => ({ operation, params: fit(operation.route.path.split('/'), parts) }))
    .filter((match): match is Match => match.params !== undefined)
    .sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length);
  const match = matches.find(({ operation }) => operation.route.method === method);
  if (match !== undefined) return match;
  if (matches.length > 0) {
    const allowed = matches.map(({ operation }) => operation.route.method).join(', ');
    throw new Problem('not-found', `"${path}" does not take ${method}; it takes ${allowed}`);
  }
  const paths = [...new Set(operations.map(({ route }) => route.path))];
  throw new Problem('not-found', `there is no "${path}"${didYouMean(path, paths)}`);
}

function fit(template: readonly string[], parts: readonly string[]): Readonly<Record<string, string>> | undefined {
  if (template.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, expected] of template.entries()) {
    const part = parts[index] ?? '';
    const name = /^\{(.+)\}$/u.exec(expected)?.[1];
    if (name === undefined ? part !== expected : part === '') return undefined;
    if (name !== undefined) params[name] = part;
  }
  return params;
}

/** A path that is not well encoded is taken as it is; it will name nothing. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
