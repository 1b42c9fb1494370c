import type { PlanBlock } from '../execution-plan.ts';
import type { Structure, StructureSource } from './build-structure.ts';
import { buildStructure } from './build-structure.ts';
import { chooseMapModes, MOST_INLINE_ITEMS } from './choose-map-modes.ts';
import type { EventSources } from './history-events.ts';

/**
 * Structure and modes together: a Map that grows too long for one history becomes Distributed, where no rendezvous from
 * outside reaches its trials; it then begins behind what any of them needs.
 */
export function chooseStructure(
  source: Omit<StructureSource, 'distributed'> & {
    /** Axes whose Map holds one node alone: that waits once for all of its trials. */
    readonly alone: (axis: string) => boolean;
  },
  events: EventSources,
): Structure {
  const moved = new Set<string>();
  for (;;) {
    const distributed = (axis: string, members: readonly string[]) =>
      source.alone(axis) ||
      events.size(axis) > MOST_INLINE_ITEMS ||
      members.some((node) => moved.has(mapKey(axis, node)));
    const structure = buildStructure({ ...source, distributed });
    const block = chooseMapModes(structure.block, events);
    const unreached = outOfReach(block);
    if (unreached.length === 0) return { ...structure, block };
    for (const key of unreached) moved.add(key);
  }
}

/** Distributed Maps in which someone waits for a producer outside, each by a node in it. */
function outOfReach(block: PlanBlock): readonly string[] {
  switch (block.kind) {
    case 'series':
    case 'parallel':
      return block.blocks.flatMap(outOfReach);
    case 'map': {
      const inner = outOfReach(block.body);
      if (block.mode === 'inline') return inner;
      return [...inner, ...waitersOver(block.axis, block.body).map((waiter) => mapKey(block.axis, waiter))];
    }
    default:
      return [];
  }
}

function waitersOver(axis: string, block: PlanBlock): readonly string[] {
  switch (block.kind) {
    case 'series':
    case 'parallel':
      return block.blocks.flatMap((each) => waitersOver(axis, each));
    case 'map':
      return waitersOver(axis, block.body);
    case 'wait':
      return block.over.includes(axis) ? [block.waiter] : [];
    default:
      return [];
  }
}

/** A node runs in one Map over an axis. */
function mapKey(axis: string, node: string): string {
  return JSON.stringify([axis, node]);
}
