import { parseCondition } from '../../definition/valohai/condition-expression.ts';
import { namesIn } from '../../definition/valohai/evaluate-condition.ts';
import { conditionName } from '../condition-name.ts';
import { dependenciesOf } from '../dependencies.ts';
import type { GraphNode } from '../pipeline-graph.ts';
import { hasParameter } from '../sockets.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** What `when` names has a value by the time it is decided: before the node runs, behind those it waits for. */
export function whenNames({ graph, collector }: GraphRuleContext): void {
  if (!graph.nodes.some((node) => node.when !== undefined)) return;
  const dependencies = dependenciesOf(graph);
  const comesBefore = (before: string, node: string, seen = new Set<string>()): boolean =>
    (dependencies.get(node) ?? []).some((each) => {
      if (each === before) return true;
      if (seen.has(each)) return false;
      seen.add(each);
      return comesBefore(before, each, seen);
    });
  const fault = (node: GraphNode, text: string): string | undefined => {
    const name = conditionName(text, graph);
    const isParameter = (key: string) => hasParameter(node, key) || graph.parameters.some((each) => each.name === key);
    switch (name.kind) {
      case 'metadata':
        return `"${text}" of the node itself, which has printed nothing yet`;
      case 'parameter':
        return isParameter(name.key) ? undefined : `"${text}", which is no parameter of the node or of the pipeline`;
      case 'bare':
        return isParameter(text) ? undefined : `"${text}", which is no parameter of the node or of the pipeline`;
      case 'node':
        return comesBefore(name.node.name, node.name)
          ? undefined
          : `"${text}", but it does not wait for "${name.node.name}"`;
      case 'run':
        return graph.finally.includes(node.name) ? undefined : `"${text}", which only nodes of "finally" know`;
      case 'unknown':
        return `"${text}", which is no name here`;
      default:
        return name satisfies never;
    }
  };
  for (const node of graph.nodes) {
    const parsed = node.when === undefined ? undefined : parseCondition(node.when.value);
    if (parsed?.kind !== 'expression') continue;
    for (const text of namesIn(parsed.expression)) {
      const what = fault(node, text);
      if (what === undefined) continue;
      collector.error('SL2046', `"when" of the node "${node.name}" names ${what}`, node.when?.span, {
        hint: 'names are parameter.NAME, NODE.metadata.KEY, NODE.parameter.NAME and NODE.status of nodes before this one, and in "finally" run.status and run.failed-nodes',
      });
    }
  }
}
