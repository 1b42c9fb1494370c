import type { DefinitionKind, TopLevelItem } from './top-level-items.ts';
import { childOf } from '../yaml/yaml-node.ts';

/** The names that a file gives, also of definitions that have faults of their own: a reference to one of those is no second fault. */
export type DeclaredNames = Readonly<Record<DefinitionKind, readonly string[]>>;

export function declaredNames(items: readonly TopLevelItem[]): DeclaredNames {
  return {
    step: namesOf('step', items),
    task: namesOf('task', items),
    pipeline: namesOf('pipeline', items),
    deployment: namesOf('deployment', items),
    endpoint: namesOf('endpoint', items),
  };
}

function namesOf(kind: DefinitionKind, items: readonly TopLevelItem[]): readonly string[] {
  return items.flatMap((item) => {
    if (item.kind !== kind) return [];
    const name = childOf(item.node, 'name');
    return name?.kind === 'scalar' && typeof name.value === 'string' ? [name.value] : [];
  });
}
