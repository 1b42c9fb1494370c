import { compilePlan } from './asl/compile-plan.ts';
import type { CompiledPipeline } from './asl/compiled-pipeline.ts';
import { definitionHash } from './definition/definition-hash.ts';
import { parseDefinition } from './definition/parse-definition.ts';
import type { Diagnosed, Diagnostic } from './diagnostics/diagnostic.ts';
import { capDiagnostics } from './diagnostics/diagnostic-collector.ts';
import { buildGraph } from './graph/build-graph.ts';
import { checkRunnable } from './plan/check-runnable.ts';
import type { RunValues } from './plan/run-values.ts';
import { planPipeline } from './plan/plan-pipeline.ts';

/**
 * `parameters` and `inputs` are a run's values: where either is given, whatever that run still lacks is an error. Without
 * them a pipeline is compiled before its first run, with its defaults.
 */
export interface CompileOptions extends Partial<RunValues> {
  /** Which of the file's pipelines; without it the only one. */
  readonly pipeline?: string | undefined;
  /** Nodes that a run is for. */
  readonly targets?: readonly string[] | undefined;
  /** Digest of the code of each handler: another code is another version of the pipeline. */
  readonly codeDigests?: Readonly<Record<string, string>>;
}

/** A definition file as state machines: text → definition → graph → plan → ASL, each stage's findings together. */
export function compilePipeline(text: string, file: string, options: CompileOptions = {}): Diagnosed<CompiledPipeline> {
  const { pipeline, parameters = {}, inputs = {}, targets, codeDigests } = options;
  const found: Diagnostic[] = [];
  const take = <T>(stage: Diagnosed<T>): T | undefined => {
    found.push(...stage.diagnostics);
    return stage.value;
  };
  const definition = take(parseDefinition(text, file));
  const graph = definition && take(buildGraph(definition, pipeline));
  const plan =
    definition &&
    graph &&
    take(planPipeline(graph, { definitionHash: definitionHash(definition, codeDigests), parameters, inputs, targets }));
  if (plan && isRun(options)) found.push(...checkRunnable(plan));
  const compiled = plan && take(compilePlan(plan));
  const failed = found.some((diagnostic) => diagnostic.severity === 'error');
  return { value: failed ? undefined : compiled, diagnostics: capDiagnostics(found) };
}

function isRun({ parameters, inputs }: CompileOptions): boolean {
  return parameters !== undefined || inputs !== undefined;
}
