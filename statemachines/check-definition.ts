import { compilePlan } from './asl/compile-plan.ts';
import { definitionHash } from './definition/definition-hash.ts';
import { parseSoundParts } from './definition/parse-definition.ts';
import type { PipelineCompleteness, PipelineDefinition } from './definition/pipeline-definition.ts';
import type { DiagnosticCode } from './diagnostics/codes.ts';
import type { Diagnosed, Diagnostic } from './diagnostics/diagnostic.ts';
import { capDiagnostics } from './diagnostics/diagnostic-collector.ts';
import { buildGraph } from './graph/build-graph.ts';
import type { PipelineGraph } from './graph/pipeline-graph.ts';
import { planPipeline } from './plan/plan-pipeline.ts';

/**
 * Everything that is wrong with a definition file: its form, what its items say of each other, and every pipeline's
 * graph as far as it is known, and the machine of each that is known whole. The definition is there when nothing is an error.
 */
export function checkDefinition(text: string, file: string): Diagnosed<PipelineDefinition> {
  const { definition, completeness, diagnostics: ofForm } = parseSoundParts(text, file);
  const ofGraphs = definition.pipelines.flatMap(({ name: { value: name } }) => {
    const certain = certainFaults[completeness.get(name) ?? 'in-part'];
    const graph = buildGraph(definition, name);
    if (certain !== 'all') return graph.diagnostics.filter(({ code }) => certain.has(code));
    return [...graph.diagnostics, ...(graph.value === undefined ? [] : ofMachine(graph.value, definition))];
  });
  const diagnostics = capDiagnostics(inOrderOfPlace(distinct([...ofForm, ...ofGraphs])));
  // Stand-ins for missing steps never get out: where a step is missing, there is an error.
  const failed = diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  return { value: failed ? undefined : definition, diagnostics };
}

/** What only planning and compiling find: shapes that cannot be nested, limits of the service. */
function ofMachine(graph: PipelineGraph, definition: PipelineDefinition): readonly Diagnostic[] {
  const values = { definitionHash: definitionHash(definition), parameters: {}, inputs: {} };
  const plan = planPipeline(graph, values);
  return [...plan.diagnostics, ...(plan.value === undefined ? [] : compilePlan(plan.value).diagnostics)];
}

/** Faults that stay faults whatever the missing parts of a pipeline say: more nodes and edges never end a cycle. */
const loops: readonly DiagnosticCode[] = ['SL2016', 'SL2017'];
/** Of edges as they are written, whatever the steps at their ends declare. */
const edges: readonly DiagnosticCode[] = ['SL2010', 'SL2014', 'SL2018', 'SL2019'];

const certainFaults: Readonly<Record<PipelineCompleteness, 'all' | ReadonlySet<DiagnosticCode>>> = {
  whole: 'all',
  'without-some-steps': new Set([...loops, ...edges]),
  'in-part': new Set(loops),
};

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
