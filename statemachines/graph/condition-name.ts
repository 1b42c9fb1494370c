import { nodeBeside } from './nesting.ts';
import type { GraphNode, PipelineGraph } from './pipeline-graph.ts';

/** What a dotted name in `when` or `if` stands for. */
export type ConditionName =
  /** `metadata.accuracy`: of the node itself. */
  | { readonly kind: 'metadata' | 'parameter'; readonly key: string }
  /** `train.metadata.accuracy`, `train.parameter.epochs`, `train.status`. */
  | {
      readonly kind: 'node';
      readonly node: GraphNode;
      readonly of: 'metadata' | 'parameter' | 'status';
      readonly key: string;
    }
  /** `run.status`, `run.failed-nodes`. */
  | { readonly kind: 'run'; readonly key: 'status' | 'failed-nodes' }
  /** A name without a dot: metadata, or a parameter. */
  | { readonly kind: 'bare' }
  | { readonly kind: 'unknown' };

export function conditionName(
  name: string,
  graph: PipelineGraph,
  written: { readonly within?: string } = {},
): ConditionName {
  const own = keyBehind(name);
  if (own !== undefined) return { kind: own.of, key: own.key };
  // Names of nodes may hold dots: the longest one is meant.
  const full = nodeBeside(name, written);
  const node = graph.nodes
    .filter((each) => full.startsWith(`${each.name}.`) && each.name !== written.within)
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (node !== undefined) {
    const rest = full.slice(node.name.length + 1);
    if (rest === 'status') return { kind: 'node', node, of: 'status', key: '' };
    const found = keyBehind(rest);
    if (found !== undefined) return { kind: 'node', node, of: found.of, key: found.key };
  }
  if (name === 'run.status') return { kind: 'run', key: 'status' };
  if (name === 'run.failed-nodes') return { kind: 'run', key: 'failed-nodes' };
  return name.includes('.') ? { kind: 'unknown' } : { kind: 'bare' };
}

/** Valohai writes `metadata.key` and `parameter.name`; its pipelines' targets say `parameters` too. */
function keyBehind(name: string): { readonly of: 'metadata' | 'parameter'; readonly key: string } | undefined {
  const [, type, key] = /^(metadata|parameters?)\.(.+)$/u.exec(name) ?? [];
  if (type === undefined || key === undefined) return undefined;
  return { of: type === 'metadata' ? 'metadata' : 'parameter', key };
}
