import { mostPoints } from '../axis-size.ts';
import { batchedNode } from '../batched-node.ts';
import type { PlanBlock } from '../execution-plan.ts';
import { MOST_INLINE_ITEMS } from '../structure/choose-map-modes.ts';
import type { PlanRuleContext } from './plan-rule.ts';

/** A batch is what one call of one function works on. */
export function batchSizes({ graph, axes, nodes, structure, collector }: PlanRuleContext): void {
  const nodeOf = new Map(nodes.map((node) => [node.node, node]));
  for (const axis of axes) {
    if (axis.batchSize <= 1) continue;
    const found = mapsOver(structure.block, axis.id).map((map) =>
      batchedNode(map.body, axis, (name) => nodeOf.get(name)),
    );
    const alone = !found.includes('several-nodes');
    const distributed = mostPoints(axis) > MOST_INLINE_ITEMS;
    if (alone && distributed && !found.includes('rules')) continue;
    const span =
      axis.origin === 'pipeline' ? graph.sweep?.span : graph.nodes.find((node) => node.name === axis.id)?.span;
    const why = !alone
      ? 'several nodes run in each of its trials'
      : distributed
        ? 'its node has conditions or rules for failures, which are kept trial by trial'
        : `it has ${axis.points.length} trials, at most ${MOST_INLINE_ITEMS}`;
    collector.warning('SL3003', `the batch size of the sweep over "${axis.id}" is not used: ${why}`, span, {
      hint: 'remove "execution-batch-size", or give the node a sweep of its own',
    });
  }
}

function mapsOver(block: PlanBlock, axis: string): readonly (PlanBlock & { kind: 'map' })[] {
  switch (block.kind) {
    case 'series':
    case 'parallel':
      return block.blocks.flatMap((each) => mapsOver(each, axis));
    case 'map':
      return [...(block.axis === axis ? [block] : []), ...mapsOver(block.body, axis)];
    default:
      return [];
  }
}
