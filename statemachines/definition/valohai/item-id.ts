import type { DefinitionKind } from './top-level-items.ts';

/** Names an item of a file in a set. */
export function itemId(kind: DefinitionKind, name: string): string {
  return `${kind} ${name}`;
}
