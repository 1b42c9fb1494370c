import { suggest } from '../../diagnostics/suggest.ts';
import { inputsOf } from '../sockets.ts';
import type { GraphRuleContext } from './graph-rule.ts';

/** What every run must be given. */
export function unfilledInputs({ blueprint, graph, collector }: GraphRuleContext): void {
  const filling = Map.groupBy(
    blueprint.edges.map(({ target }) => target).filter(({ type }) => type === 'input'),
    (target) => target.node.value,
  );
  for (const node of graph.nodes) {
    const names = inputsOf(node).map((input) => input.name);
    const arriving = filling.get(node.name) ?? [];
    for (const input of inputsOf(node)) {
      // An edge that starts at nothing is a fault of its own, told once.
      const filled = arriving.some(({ key }) => key === input.name);
      if (filled || input.optional || input.default.length > 0) continue;
      const misspelt = arriving.find(({ key }) => !names.includes(key) && suggest(key, names).includes(input.name));
      const wanted = `every run needs "-i ${node.name}.${input.name}=PATH-OR-URI"; or add a default, an edge, or "optional: true"`;
      collector.warning('SL2041', `nothing fills the input "${input.name}" of the node "${node.name}"`, input.span, {
        hint:
          misspelt === undefined
            ? wanted
            : `an edge ends at "${node.name}.input.${misspelt.key}"; was "${node.name}.input.${input.name}" meant?`,
        related: [
          { message: `the node "${node.name}" is here`, span: node.span },
          ...(misspelt === undefined ? [] : [{ message: 'the edge ends here', span: misspelt.span }]),
        ],
      });
    }
  }
}
