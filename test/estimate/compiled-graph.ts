import { compilePlan } from '../../statemachines/asl/compile-plan.ts';
import type { CompiledPipeline } from '../../statemachines/asl/compiled-pipeline.ts';
import type { PipelineGraph } from '../../statemachines/graph/pipeline-graph.ts';
import type { RunValues } from '../../statemachines/plan/run-values.ts';
import { planPipeline } from '../../statemachines/plan/plan-pipeline.ts';
import type { RandomShape } from '../statemachines/random-graph.ts';
import { graphOf } from '../statemachines/random-graph.ts';

/** A graph of handlers `n0`, `n1`, ..., compiled; `change` may still give nodes and axes what the shape lacks. */
export function compiledGraph(
  shape: Partial<RandomShape>,
  { change = (graph) => graph, parameters = {} }: CompileGraphOptions = {},
): CompiledPipeline {
  const graph = change(graphOf({ size: 1, edges: [], axes: [], gathers: [], ...shape }));
  const { value: plan, diagnostics } = planPipeline(graph, { definitionHash: 'hash', parameters, inputs: {} });
  if (plan === undefined) throw new Error(JSON.stringify(diagnostics));
  const { value, diagnostics: ofMachine } = compilePlan(plan);
  if (value === undefined) throw new Error(JSON.stringify(ofMachine));
  return value;
}

export interface CompileGraphOptions {
  readonly change?: (graph: PipelineGraph) => PipelineGraph;
  readonly parameters?: RunValues['parameters'];
}

export const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

export const chain = (size: number): Partial<RandomShape> => ({
  size,
  edges: numbers(size - 1).map((index) => [index, index + 1] as const),
});
