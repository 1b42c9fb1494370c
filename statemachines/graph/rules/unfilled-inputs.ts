import { inputsOf } from '../sockets.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** What every run must be given. */
export function unfilledInputs({ blueprint, graph, collector }: GraphRuleContext): void {
  for (const node of graph.nodes) {
    for (const input of inputsOf(node)) {
      // An edge that starts at nothing is a fault of its own, told once.
      const filled = blueprint.edges.some(
        ({ target }) => target.node.value === node.name && target.type === 'input' && target.key === input.name,
      );
      if (filled || input.optional || input.default.length > 0) continue;
      collector.warning('SL2041', `nothing fills the input "${input.name}" of the node "${node.name}"`, input.span, {
        hint: `every run needs "-i ${node.name}.${input.name}=PATH-OR-URI"; or add a default, an edge, or "optional: true"`,
        related: [{ message: `the node "${node.name}" is here`, span: node.span }],
      });
    }
  }
}
