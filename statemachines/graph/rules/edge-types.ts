import type { EdgeDefinition, SocketType } from '../../definition/pipeline-definition.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** What may flow into each type of socket. A `dependency` at either end only orders, which always fits. */
const sourcesOf: Readonly<Partial<Record<SocketType, readonly SocketType[]>>> = {
  input: ['output', 'input'],
  parameter: ['parameter', 'metadata', 'deployment'],
  file: ['output'],
};

/** An edge must carry something from a place that has it to a place that takes it. */
export function edgeTypes({ blueprint, collector }: GraphRuleContext): void {
  for (const edge of blueprint.edges) {
    if (fits(edge)) continue;
    const { source, target } = edge;
    const sources = sourcesOf[target.type];
    const allowed =
      sources === undefined
        ? 'edges end at "input", "parameter", "file" or "dependency"'
        : `"${target.type}" takes ${sources.map((type) => `"${type}"`).join(', ')}`;
    collector.warning('SL2014', `an edge from "${source.type}" to "${target.type}" carries nothing`, edge.span, {
      hint: `${allowed}; as written the edge only orders the two nodes`,
    });
  }
}

function fits({ source, target }: EdgeDefinition): boolean {
  if (source.type === 'dependency' || target.type === 'dependency') return true;
  return sourcesOf[target.type]?.includes(source.type) === true;
}
