import type { z } from 'zod';

import type { YamlNode } from '../yaml/yaml-node.ts';
import { childOf, nodeAt, plainValue } from '../yaml/yaml-node.ts';
import type { Cursor } from './cursor.ts';

/** An item without its faulty parts. `dropped`: fields of the item itself or whole entries of lists had to go, so that names may be missing. */
export interface Repaired<Source> {
  readonly item: Cursor<Source>;
  readonly dropped: boolean;
  /** Where the mappings stand that lost a field: that the field is missing is no fault of the file. */
  readonly thinned: ReadonlySet<number>;
}

/** Each round takes away what the schema complained of; more than a few mean that nothing sound is left. */
const MOST_ROUNDS = 8;

type Path = readonly PropertyKey[];

/**
 * What a schema accepts of an item with faults, so that the checks that follow find the others, too: a faulty field is
 * left out, and where it is required, the list entry around it. Nothing where no list is around it. Never for running.
 */
export function repair<Source>(schema: z.ZodType<Source>, faulty: YamlNode): Repaired<Source> | undefined {
  let node = faulty;
  let dropped = false;
  const thinned = new Set<number>();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const result = schema.safeParse(plainValue(node));
    if (result.success) return { item: { value: result.data, node }, dropped, thinned };
    const paths = result.error.issues.flatMap((issue) => faultyPaths(issue, node));
    if (paths.length === 0 || paths.some((path) => path.length === 0)) return undefined;
    dropped ||= paths.some((path) => path.length === 1 || typeof path.at(-1) === 'number');
    for (const path of paths) thinned.add(nodeAt(node, path.slice(0, -1)).span.offset);
    node = without(node, paths);
  }
  return undefined;
}

function faultyPaths(issue: z.core.$ZodIssue, root: YamlNode): readonly Path[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...path, key]);
  const last = path.at(-1);
  const owner = nodeAt(root, path.slice(0, -1));
  const isThere = last !== undefined && childOf(owner, last) !== undefined;
  return [isThere ? path : entryAround(path)];
}

/** The list entry that holds the path; the empty path where there is none. */
function entryAround(path: Path): Path {
  const index = path.findLastIndex((part) => typeof part === 'number');
  return path.slice(0, index + 1);
}

/** The tree without the values at the paths. */
function without(node: YamlNode, paths: readonly Path[]): YamlNode {
  const isGone = (part: PropertyKey): boolean =>
    paths.some((path) => path.length === 1 && String(path[0]) === String(part));
  const below = (part: PropertyKey): readonly Path[] =>
    paths.filter((path) => path.length > 1 && String(path[0]) === String(part)).map((path) => path.slice(1));
  const kept = (part: PropertyKey, child: YamlNode): YamlNode => {
    const inner = below(part);
    return inner.length === 0 ? child : without(child, inner);
  };
  switch (node.kind) {
    case 'scalar':
      return node;
    case 'list':
      return { ...node, items: node.items.flatMap((item, index) => (isGone(index) ? [] : [kept(index, item)])) };
    case 'map':
      return {
        ...node,
        entries: new Map(
          [...node.entries]
            .filter(([key]) => !isGone(key))
            .map(([key, entry]) => [key, { ...entry, value: kept(key, entry.value) }]),
        ),
      };
  }
}
