import type { DiagnosticCollector } from '../../diagnostics/diagnostic-collector.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { YamlEntry, YamlMap, YamlNode } from '../yaml/yaml-node.ts';
import { describeValue, listed } from './describe-value.ts';

export const DEFINITION_KINDS = ['step', 'task', 'pipeline', 'deployment', 'endpoint'] as const;
export type DefinitionKind = (typeof DEFINITION_KINDS)[number];

/** Valohai's other word for `pipeline`. */
const ALIASES: Readonly<Record<string, DefinitionKind>> = { blueprint: 'pipeline' };
const KNOWN = [...DEFINITION_KINDS, ...Object.keys(ALIASES)];

export interface TopLevelItem {
  readonly kind: DefinitionKind;
  readonly node: YamlNode;
}

/** The definitions of a file: the items of its list, each a mapping of the kind to what is defined. */
export function topLevelItems(tree: YamlNode, faults: DiagnosticCollector): readonly TopLevelItem[] {
  if (tree.kind === 'scalar' && tree.value === null) {
    faults.error('SL1007', 'the file defines nothing: it is empty, or all of it is comments', tree.span, {
      hint: 'start with a step: "- step:", and below it name, image and command, or name and handler',
    });
    return [];
  }
  if (tree.kind !== 'list') {
    const [first] = tree.kind === 'map' ? tree.entries.keys() : [];
    faults.error('SL1008', `the top level is ${describeValue(tree)}; expected is a list of definitions`, tree.span, {
      hint:
        first === undefined
          ? 'begin each definition with "- step:" or "- pipeline:"'
          : `begin the definition with "- ", as in "- ${first}:"`,
    });
    return [];
  }
  if (tree.items.length === 0) faults.error('SL1007', 'the file defines nothing: its list is empty', tree.span);
  return tree.items.flatMap((item) => definitionsOf(item, faults));
}

function definitionsOf(item: YamlNode, faults: DiagnosticCollector): readonly TopLevelItem[] {
  if (item.kind !== 'map') {
    faults.error(
      'SL1008',
      `a definition is ${describeValue(item)}; expected is a mapping with one of the keys ${listed(KNOWN)}`,
      item.span,
    );
    return [];
  }
  const known = [...item.entries.values()].filter((entry) => kindOf(entry) !== undefined);
  const hollow = known.find((entry) => entry.value.kind === 'scalar' && entry.value.value === null);
  if (hollow !== undefined && item.entries.size > known.length) {
    faults.error('SL1022', `"${hollow.key}" is empty; the lines below it are not part of it`, hollow.keySpan, {
      hint: `indent the lines below "${hollow.key}:" by two more spaces`,
    });
    return [];
  }
  warnOfUnknown(item, faults);
  return known.flatMap((entry) => {
    const kind = kindOf(entry);
    return kind === undefined ? [] : [{ kind, node: entry.value }];
  });
}

function kindOf(entry: YamlEntry): DefinitionKind | undefined {
  const kind = DEFINITION_KINDS.find((known) => known === entry.key);
  return kind ?? (Object.hasOwn(ALIASES, entry.key) ? ALIASES[entry.key] : undefined);
}

function warnOfUnknown(item: YamlMap, faults: DiagnosticCollector): void {
  for (const entry of item.entries.values()) {
    if (kindOf(entry) !== undefined) continue;
    faults.warning(
      'SL1012',
      `"${entry.key}" is no kind of definition, and is left out${didYouMean(entry.key, KNOWN)}`,
      entry.keySpan,
      {
        hint: `kinds are ${listed(KNOWN, 'and')}`,
      },
    );
  }
}
