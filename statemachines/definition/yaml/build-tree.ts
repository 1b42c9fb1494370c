import type { Alias, Document, ParsedNode } from 'yaml';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';

import type { DiagnosticCollector } from '../../diagnostics/diagnostic-collector.ts';
import type { SourceSpan } from '../../diagnostics/source-span.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { SpanMaker } from './line-index.ts';
import type { YamlEntry, YamlMap, YamlNode } from './yaml-node.ts';

/** Values after aliases are expanded: the "billion laughs" grow a kilobyte into gigabytes. */
export const MOST_VALUES = 100_000;

interface TreeState {
  readonly spanOf: SpanMaker;
  readonly faults: DiagnosticCollector;
  /** Anchors met so far, in the order of the text; `open` while the anchored value itself is being built. */
  readonly anchors: Map<string, BuiltNode | 'open'>;
  tooLarge: boolean;
}

interface BuiltNode {
  readonly node: YamlNode;
  /** Values in it, aliases expanded. */
  readonly size: number;
}

/** The document as a tree of plain nodes with places: aliases and `<<` resolved, keys checked for duplicates. */
export function buildTree(
  document: Document.Parsed,
  spanOf: SpanMaker,
  faults: DiagnosticCollector,
): YamlNode | undefined {
  const state: TreeState = { spanOf, faults, anchors: new Map(), tooLarge: false };
  if (document.contents === null) return undefined;
  const built = build(document.contents, undefined, state);
  return state.tooLarge ? undefined : built.node;
}

function build(source: ParsedNode | null, keySpan: SourceSpan | undefined, state: TreeState): BuiltNode {
  if (source === null) return empty(keySpan ?? state.spanOf(0, 0));
  if (isAlias(source)) return resolveAlias(source.source, state.spanOf(source.range[0], source.range[1]), state);
  const anchor = source.anchor;
  if (anchor !== undefined) state.anchors.set(anchor, 'open');
  const built = buildValue(source, keySpan, state);
  if (anchor !== undefined) state.anchors.set(anchor, built);
  return built;
}

function buildValue(
  source: Exclude<ParsedNode, Alias.Parsed>,
  keySpan: SourceSpan | undefined,
  state: TreeState,
): BuiltNode {
  const [start, end] = source.range;
  const span = state.spanOf(start, end);
  if (isSeq<ParsedNode>(source)) {
    const items = source.items.map((item) => build(item, span, state));
    return sized({ kind: 'list', items: items.map((item) => item.node), span }, items, span, state);
  }
  if (isMap<ParsedNode, ParsedNode | null>(source)) return buildMap(source.items, span, state);
  if (!isScalar(source)) return empty(span);
  const value = source.value;
  // An empty value has no width of its own: its key is the better place to point at.
  const place = end === start && keySpan !== undefined ? keySpan : span;
  const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null;
  return {
    node: { kind: 'scalar', value: known ? value : source.source, source: source.source, span: place },
    size: 1,
  };
}

function buildMap(
  pairs: readonly { key: ParsedNode; value: ParsedNode | null }[],
  span: SourceSpan,
  state: TreeState,
): BuiltNode {
  const entries = new Map<string, YamlEntry>();
  const merged: YamlMap[] = [];
  const parts: BuiltNode[] = [];
  for (const pair of pairs) {
    const keySpan = state.spanOf(pair.key.range[0], pair.key.range[1]);
    const key = keyText(pair.key);
    const part = build(pair.value, keySpan, state);
    parts.push(part);
    if (key === undefined) {
      state.faults.error('SL1014', 'a key must be a word, not a list, a mapping or an alias', keySpan, {
        hint: 'if this is meant as a value, put it in quotes',
      });
    } else if (key === '<<') {
      merged.push(...mapsToMerge(part.node, keySpan, state));
    } else {
      addEntry(entries, { key, keySpan, value: part.node }, state);
    }
  }
  // What a mapping says itself goes before what it merges, and an earlier merge before a later one (https://yaml.org/type/merge.html).
  for (const map of merged) {
    for (const entry of map.entries.values()) if (!entries.has(entry.key)) entries.set(entry.key, entry);
  }
  return sized({ kind: 'map', entries, span }, parts, span, state);
}

function addEntry(entries: Map<string, YamlEntry>, entry: YamlEntry, state: TreeState): void {
  const first = entries.get(entry.key);
  // The last one counts, as in PyYAML, so that what follows is checked as the author may have known it.
  entries.set(entry.key, entry);
  if (first === undefined) return;
  state.faults.error('SL1002', `the key "${entry.key}" is written twice in one mapping`, entry.keySpan, {
    hint: 'keep one of the two; if they belong to two items of a list, a "- " is missing',
    related: [{ message: `"${entry.key}" is first written here`, span: first.keySpan }],
  });
}

function keyText(key: ParsedNode): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === 'string' ? key.value : key.source;
}

function mapsToMerge(node: YamlNode, keySpan: SourceSpan, state: TreeState): readonly YamlMap[] {
  const nodes = node.kind === 'list' ? node.items : [node];
  const maps = nodes.filter((part) => part.kind === 'map');
  if (maps.length < nodes.length) {
    state.faults.error('SL1022', '"<<" merges mappings only', keySpan, {
      hint: 'write "<<: *name", where "&name" marks a mapping',
    });
  }
  return maps;
}

function resolveAlias(name: string, span: SourceSpan, state: TreeState): BuiltNode {
  const target = state.anchors.get(name);
  if (target === undefined) {
    state.faults.error(
      'SL1010',
      `there is no anchor "&${name}" before this alias${didYouMean(name, [...state.anchors.keys()])}`,
      span,
      {
        hint: `mark the value to repeat with &${name}; text that starts with "*" needs quotes`,
      },
    );
    return broken(span);
  }
  if (target === 'open') {
    state.faults.error('SL1009', `the alias "*${name}" stands inside of the value that it names`, span);
    return broken(span);
  }
  return target;
}

function sized(node: YamlNode, parts: readonly BuiltNode[], span: SourceSpan, state: TreeState): BuiltNode {
  const size = parts.reduce((sum, part) => sum + part.size, 1);
  if (size <= MOST_VALUES) return { node, size };
  if (!state.tooLarge) {
    state.tooLarge = true;
    state.faults.error('SL1009', `the file has more than ${MOST_VALUES} values, aliases expanded`, span, {
      hint: 'remove the aliases that repeat other aliases',
    });
  }
  return { node, size: MOST_VALUES + 1 };
}

function broken(span: SourceSpan): BuiltNode {
  return { node: { kind: 'scalar', value: null, source: '', span, isBroken: true }, size: 1 };
}

function empty(span: SourceSpan): BuiltNode {
  return { node: { kind: 'scalar', value: null, source: '', span }, size: 1 };
}
