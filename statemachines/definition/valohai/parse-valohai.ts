import type { DiagnosticCollector } from '../../diagnostics/diagnostic-collector.ts';
import { createDiagnosticCollector, diagnosed } from '../../diagnostics/diagnostic-collector.ts';
import type { Diagnosed } from '../../diagnostics/diagnostic.ts';
import type { PartialDefinition, PipelineDefinition } from '../pipeline-definition.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { declaredNames } from './declared-names.ts';
import { knownParts } from './known-parts.ts';
import { lastOfEachName } from './last-of-each-name.ts';
import { readItems } from './read-items.ts';
import { allRules } from './rules/all-rules.ts';
import { topLevelItems } from './top-level-items.ts';

/**
 * A valohai.yaml, with Slipway's additions. Any text ends in a definition or in diagnostics: the shape of each item is
 * checked against its schema, the items are built, and rules look at what they say of each other.
 */
export function parseValohai(text: string, file: string): Diagnosed<PipelineDefinition> {
  const faults = createDiagnosticCollector();
  return diagnosed(read(text, file, faults).definition, faults);
}

/** The sound parts of a valohai.yaml beside what is wrong with the others. */
export function readSoundItems(text: string, file: string): PartialDefinition {
  const faults = createDiagnosticCollector();
  const { definition, incomplete } = read(text, file, faults);
  return { ...knownParts(definition, incomplete), diagnostics: faults.diagnostics() };
}

function read(
  text: string,
  file: string,
  faults: DiagnosticCollector,
): { definition: PipelineDefinition; incomplete: ReadonlySet<string> } {
  const tree = readYaml(text, file, faults);
  const topLevel = tree === undefined ? [] : topLevelItems(tree, faults);
  const { items, incomplete } = readItems(topLevel, faults);
  const definition: PipelineDefinition = { format: 'valohai', file, ...items };
  const declared = declaredNames(topLevel);
  for (const rule of allRules) rule({ definition, declared, incomplete, faults });
  return { definition: lastOfEachName(definition), incomplete };
}
