import type { DiagnosticCollector } from '../../diagnostics/diagnostic-collector.ts';
import type { PipelineGraph } from '../../graph/pipeline-graph.ts';
import type { NodePlan, PlannedAxis } from '../execution-plan.ts';
import type { Structure } from '../structure/build-structure.ts';

/** What a rule of the plan looks at: the graph with a run's values put in. */
export interface PlanRuleContext {
  readonly graph: PipelineGraph;
  readonly axes: readonly PlannedAxis[];
  readonly nodes: readonly NodePlan[];
  readonly structure: Structure;
  readonly collector: DiagnosticCollector;
}

export type PlanRule = (context: PlanRuleContext) => void;
