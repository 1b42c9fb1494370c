import { isBuiltIn } from '../definition/is-built-in.ts';
import type { Located } from '../../statemachines/diagnostics/source-span.ts';
import type { PipelineGraph } from '../../statemachines/graph/pipeline-graph.ts';
import { stepOf } from '../../statemachines/graph/sockets.ts';

/** The handlers that a pipeline brings along, each once, where it is first used; built-in ones are the platform's. */
export function handlersOf(graph: PipelineGraph): readonly Located<string>[] {
  const handlers = new Map<string, Located<string>>();
  for (const node of graph.nodes) {
    const work = stepOf(node)?.work;
    if (work?.kind !== 'handler' || isBuiltIn(work.handler.value)) continue;
    if (!handlers.has(work.handler.value)) handlers.set(work.handler.value, work.handler);
  }
  return [...handlers.values()];
}
