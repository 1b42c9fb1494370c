import { nodesIn } from '../../graph/evaluate-depends.ts';
import type { NodeConditions } from '../../graph/node-condition.ts';
import type { PlanBlock } from '../execution-plan.ts';

/**
 * Producers whose fate the state data does not bring to a node that asks for it: they end in another branch, and the
 * rendezvous that orders the two is with somebody behind them. By consumer.
 */
export function unreachedFates(
  blocks: readonly PlanBlock[],
  conditions: NodeConditions,
): ReadonlyMap<string, ReadonlySet<string>> {
  const unreached = new Map<string, ReadonlySet<string>>();
  const known = new Set<string>();
  const ask = (node: string): readonly string[] => {
    const condition = conditions.get(node);
    const missing = condition === undefined ? [] : nodesIn(condition).filter((name) => !known.has(name));
    if (missing.length > 0) unreached.set(node, new Set(missing));
    return [node];
  };
  const visit = (block: PlanBlock): readonly string[] => {
    switch (block.kind) {
      case 'node':
        return ask(block.node);
      case 'child':
        if (block.node === undefined) return visit(block.body);
        // Nodes of a nested pipeline ask for each other alone.
        visit(block.body);
        return ask(block.node);
      case 'map':
        return visit(block.body);
      case 'parallel':
        return block.blocks.flatMap(visit);
      case 'series': {
        const added: string[] = [];
        const brought: string[] = [];
        const add = (name: string): void => {
          if (known.has(name)) return;
          known.add(name);
          added.push(name);
        };
        for (const part of block.blocks) {
          if (part.kind === 'wait') add(part.producer);
          const inside = visit(part);
          inside.forEach(add);
          brought.push(...inside);
        }
        // What was learnt on the way stays inside; what ran is known outside too.
        for (const name of added) known.delete(name);
        return brought;
      }
      default:
        return [];
    }
  };
  for (const block of blocks) visit(block);
  return unreached;
}
