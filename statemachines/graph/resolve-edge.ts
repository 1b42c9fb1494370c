import type { EdgeDefinition } from '../definition/pipeline-definition.ts';
import type { GraphEdge, GraphNode } from './pipeline-graph.ts';
import { hasInput, hasParameter } from './sockets.ts';

/**
 * What an edge carries. An edge between existing nodes that can carry nothing (types that do not fit, a socket that the
 * step lacks) still orders them; the rules say what was wrong. Edges of unknown nodes and self-edges are left out.
 */
export function resolveEdge(edge: EdgeDefinition, nodes: ReadonlyMap<string, GraphNode>): GraphEdge | undefined {
  const { source, target, span } = edge;
  const from = nodes.get(source.node.value);
  const to = nodes.get(target.node.value);
  if (from === undefined || to === undefined || from === to) return undefined;
  const ends = { from: from.name, to: to.name, span };
  if (target.type === 'input' && hasInput(to, target.key)) {
    if (source.type === 'output') return { ...ends, kind: 'output-input', output: source.key, input: target.key };
    if (source.type === 'input' && hasInput(from, source.key)) {
      return { ...ends, kind: 'input-input', sourceInput: source.key, input: target.key };
    }
  }
  if (target.type === 'parameter' && hasParameter(to, target.key)) {
    if (source.type === 'metadata') {
      return { ...ends, kind: 'metadata-parameter', metadata: source.key, parameter: target.key };
    }
    if (source.type === 'parameter' && hasParameter(from, source.key)) {
      return { ...ends, kind: 'parameter-parameter', sourceParameter: source.key, parameter: target.key };
    }
  }
  if (target.type === 'file' && source.type === 'output' && to.kind === 'deployment') {
    const dot = target.key.indexOf('.');
    if (dot > 0) {
      const endpoint = target.key.slice(0, dot);
      return { ...ends, kind: 'output-file', output: source.key, endpoint, file: target.key.slice(dot + 1) };
    }
  }
  return { ...ends, kind: 'dependency' };
}
