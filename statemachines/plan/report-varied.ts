import type { ParameterValue } from '../definition/pipeline-definition.ts';
import type { DiagnosticCollector } from '../diagnostics/diagnostic-collector.ts';
import type { GraphNode, PipelineGraph } from '../graph/pipeline-graph.ts';
import { isList } from '../graph/values/cast-value.ts';

/**
 * Whether an axis gives this parameter of the node its values, which is told: a value for the node alone would go before
 * the axis and make its trials the same. A node that gathers the axis has no trials of it.
 */
export function reportVaried(
  graph: PipelineGraph,
  node: GraphNode,
  parameter: string,
  value: ParameterValue,
  collector: DiagnosticCollector,
): boolean {
  const gathered = (axis: string) =>
    node.gather === 'all' || node.gather.includes(axis) || graph.finally.includes(node.name);
  const targets = graph.parameters.filter((each) =>
    each.targets.some((target) => target.node === node.name && target.parameter === parameter),
  );
  const setter = targets.findLast(
    ({ name }) => graph.sweep?.axes.some((axis) => axis.parameter === name) === true && !gathered(name),
  );
  if (setter === undefined) return false;
  collector.error(
    'SL5010',
    `the parameter "${parameter}" of the node "${node.name}" is swept by the axis "${setter.name}", so that a value for this node alone would make its trials the same`,
    undefined,
    {
      hint: `give "-p ${setter.name}=${textOf(value)}" instead, which sets the values of the axis`,
      related: [{ message: `"${setter.name}" is declared here`, span: setter.span }],
    },
  );
  return true;
}

function textOf(value: ParameterValue): string {
  return isList(value) ? value.join(',') : String(value ?? 'VALUE');
}
