import { nestedKey } from '../expand-pipelines.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** What a pipeline in another one may not have, and what edges take from it. */
export function nestedPipelines({ blueprint, graph, innerOf, collector }: GraphRuleContext): void {
  for (const node of graph.nodes) {
    if (node.kind !== 'pipeline') continue;
    const inner = innerOf(node);
    if (inner === undefined) continue;
    const extra = [...(inner.sweep === undefined ? [] : ['sweep']), ...(inner.finally.length === 0 ? [] : ['finally'])];
    for (const field of extra) {
      collector.error(
        'SL2048',
        `the pipeline "${node.pipeline}" has "${field}", and cannot be a node of another pipeline`,
        node.span,
        { hint: `take "${field}" out of it, and put it on "${graph.pipeline}"` },
      );
    }
    const names = inner.nodes.map(({ name }) => `"${name}"`).join(', ');
    for (const { source } of blueprint.edges) {
      if (source.node.value !== node.name || (source.type !== 'output' && source.type !== 'metadata')) continue;
      if (nestedKey(source.key, inner) !== undefined) continue;
      collector.error(
        'SL2049',
        `the edge takes the ${source.type} "${source.key}" of the pipeline "${node.pipeline}", which begins with none of its nodes`,
        source.span,
        { hint: `write "${node.name}.${source.type}.NODE.KEY", where NODE is one of ${names}` },
      );
    }
  }
}
