import { parseSoundParts } from './definition/parse-definition.ts';
import type { PipelineDefinition } from './definition/pipeline-definition.ts';
import type { Diagnosed, Diagnostic } from './diagnostics/diagnostic.ts';
import { capDiagnostics } from './diagnostics/diagnostic-collector.ts';
import { buildGraph } from './graph/build-graph.ts';

/**
 * Everything that is wrong with a definition file: its form, what its items say of each other, and every pipeline's
 * graph as far as its items are sound. The definition is there when nothing is an error.
 */
export function checkDefinition(text: string, file: string): Diagnosed<PipelineDefinition> {
  const { definition, diagnostics: ofForm } = parseSoundParts(text, file);
  const ofGraphs = definition.pipelines.flatMap((pipeline) => buildGraph(definition, pipeline.name.value).diagnostics);
  const diagnostics = capDiagnostics(inOrderOfPlace(distinct([...ofForm, ...ofGraphs])));
  const failed = diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  return { value: failed ? undefined : definition, diagnostics };
}

/** A step that two pipelines share is checked with both; its faults are told once. */
function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const byIdentity = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const identity = JSON.stringify([diagnostic.code, diagnostic.span?.offset, diagnostic.message]);
    if (!byIdentity.has(identity)) byIdentity.set(identity, diagnostic);
  }
  return [...byIdentity.values()];
}

function inOrderOfPlace(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const place = (diagnostic: Diagnostic): number => diagnostic.span?.offset ?? Number.MAX_SAFE_INTEGER;
  return [...diagnostics].sort((a, b) => place(a) - place(b));
}
