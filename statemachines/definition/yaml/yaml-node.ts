import type { SourceSpan } from '../../diagnostics/source-span.ts';

/** What a YAML file holds, aliases and merge keys resolved, every value with its place. Aliased parts are shared, not copied. */
export type YamlNode = YamlScalar | YamlList | YamlMap;

export interface YamlScalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As the author wrote it, without quotes. */
  readonly source: string;
  readonly span: SourceSpan;
  /** Stands for an alias that could not be resolved, which has been told. */
  readonly isBroken?: true;
}

export interface YamlList {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
  readonly span: SourceSpan;
}

export interface YamlMap {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, YamlEntry>;
  readonly span: SourceSpan;
}

export interface YamlEntry {
  readonly key: string;
  readonly keySpan: SourceSpan;
  readonly value: YamlNode;
}

export type PlainValue = string | number | boolean | null | PlainValue[] | { [key: string]: PlainValue };

/** The value without places, as a schema wants it; shared parts stay shared. */
export function plainValue(node: YamlNode, seen = new Map<YamlNode, PlainValue>()): PlainValue {
  const known = seen.get(node);
  if (known !== undefined) return known;
  const value = makePlain(node, seen);
  seen.set(node, value);
  return value;
}

function makePlain(node: YamlNode, seen: Map<YamlNode, PlainValue>): PlainValue {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map((item) => plainValue(item, seen));
    case 'map':
      // fromEntries defines even "__proto__" as a plain key of its own.
      return Object.fromEntries([...node.entries.values()].map((entry) => [entry.key, plainValue(entry.value, seen)]));
  }
}

/** The node at a path of keys and indices; as near as it exists. */
export function nodeAt(node: YamlNode, path: readonly PropertyKey[]): YamlNode {
  let current = node;
  for (const part of path) {
    const next = childOf(current, part);
    if (next === undefined) return current;
    current = next;
  }
  return current;
}

export function childOf(node: YamlNode, part: PropertyKey): YamlNode | undefined {
  if (node.kind === 'list') return node.items[Number(part)];
  if (node.kind === 'map') return node.entries.get(String(part))?.value;
  return undefined;
}
