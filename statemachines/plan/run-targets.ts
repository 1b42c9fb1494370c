import type { DiagnosticCollector } from '../diagnostics/diagnostic-collector.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { PipelineGraph } from '../graph/pipeline-graph.ts';
import { pruneGraph } from '../graph/prune-graph.ts';

/** The part of a graph that a run is for; all of it unless the run names targets. */
export function targetedGraph(
  graph: PipelineGraph,
  targets: readonly string[] | undefined,
  collector: DiagnosticCollector,
): PipelineGraph {
  if (targets === undefined) return graph;
  const names = graph.nodes.map(({ name }) => name);
  for (const target of targets) {
    if (names.includes(target)) continue;
    collector.error(
      'SL5011',
      `the pipeline "${graph.pipeline}" has no node "${target}" to run up to${didYouMean(target, names)}`,
      undefined,
      { hint: `its nodes are ${names.map((name) => `"${name}"`).join(', ')}` },
    );
  }
  return pruneGraph(graph, targets);
}
