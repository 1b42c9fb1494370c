import type { YamlNode } from '../yaml/yaml-node.ts';
import { childOf, nodeAt } from '../yaml/yaml-node.ts';
import { quoted } from './describe-value.ts';

/** A place within a definition in words: `step "train"`, `parameter "epochs"`, `"type" of parameter "epochs"`. */
export function subjectOf(path: readonly PropertyKey[], root: YamlNode, kind: string): string {
  const last = path.at(-1);
  if (last === undefined) return named(kind, root);
  const owner = path.slice(0, -1);
  if (typeof last === 'number') {
    const single = String(owner.at(-1) ?? kind).replace(/s$/u, '');
    return named(single, nodeAt(root, path), ` ${last + 1}`);
  }
  return `"${String(last)}" of ${subjectOf(owner, root, kind)}`;
}

function named(kind: string, node: YamlNode, otherwise = ''): string {
  const name = childOf(node, 'name');
  const isNamed = name?.kind === 'scalar' && typeof name.value === 'string' && name.value !== '';
  return isNamed ? `${kind} ${quoted(name.source)}` : `${kind}${otherwise}`;
}
