import { assertNever } from '../diagnostics/invariant.ts';
import type { ExecutionPlan } from '../plan/execution-plan.ts';
import type { PipelineGraph } from '../graph/pipeline-graph.ts';
import { renderAscii } from './ascii.ts';
import { renderDot } from './dot.ts';
import { renderHtml } from './html.ts';
import { renderMermaid } from './mermaid.ts';

export type GraphFormat = 'mermaid' | 'dot' | 'html' | 'ascii';

/** A pipeline as text, with the structure that the plan found in it. Ends with a line break. */
export function renderGraph(graph: PipelineGraph, plan: ExecutionPlan, format: GraphFormat): string {
  switch (format) {
    case 'mermaid':
      return renderMermaid(graph, plan);
    case 'dot':
      return renderDot(graph, plan);
    case 'html':
      return renderHtml(graph, plan);
    case 'ascii':
      return renderAscii(graph, plan);
    default:
      return assertNever(format);
  }
}
