import { inputsOf } from '../sockets.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** What every run must be given. */
export function unfilledInputs({ graph, collector }: GraphRuleContext): void {
  for (const node of graph.nodes) {
    for (const input of inputsOf(node)) {
      const filled = graph.edges.some((edge) => edge.to === node.name && 'input' in edge && edge.input === input.name);
      if (filled || input.optional || input.default.length > 0) continue;
      collector.warning('SL2041', `nothing fills the input "${input.name}" of the node "${node.name}"`, input.span, {
        hint: `every run needs "-i ${node.name}.${input.name}=PATH-OR-URI"; or add a default, an edge, or "optional: true"`,
        related: [{ message: `the node "${node.name}" is here`, span: node.span }],
      });
    }
  }
}
