import type { PipelineBlueprint, PipelineDefinition } from '../../definition/pipeline-definition.ts';
import type { DiagnosticCollector } from '../../diagnostics/diagnostic-collector.ts';
import type { GraphNode, PipelineGraph } from '../pipeline-graph.ts';

/**
 * What a rule looks at: the file as written, and the graph made of it, from which all that could not be resolved is
 * missing. What Valohai accepts stays accepted: a rule of Slipway's own gives an error only where the run would
 * certainly fail or never end, or where the field is Slipway's own.
 */
export interface GraphRuleContext {
  readonly definition: PipelineDefinition;
  readonly blueprint: PipelineBlueprint;
  readonly graph: PipelineGraph;
  /** The graph's nodes by name: a graph may have thousands, and each edge asks. */
  readonly nodeOf: ReadonlyMap<string, GraphNode>;
  /** The pipeline that a node stands for; undefined where there is none, or it holds itself. */
  readonly innerOf: (node: GraphNode & { readonly kind: 'pipeline' }) => PipelineGraph | undefined;
  readonly collector: DiagnosticCollector;
}

export type GraphRule = (context: GraphRuleContext) => void;
