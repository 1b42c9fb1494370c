import type { NodeRules, PlanBlock } from './execution-plan.ts';
import { nodeViews } from './failures/node-views.ts';
import { planRules, type RuleSources } from './failures/plan-rules.ts';
import { unreachedFates } from './failures/unreached-fates.ts';
import type { Structure, StructureSource } from './structure/build-structure.ts';
import { MOST_HISTORY_EVENTS } from './structure/choose-map-modes.ts';
import { chooseStructure } from './structure/choose-structure.ts';
import { type EventSources, longestHistory } from './structure/history-events.ts';
import { type NodeOrder, orderOfNodes } from './structure/node-order.ts';

export interface NestingSource extends Omit<RuleSources, 'views' | 'unreached' | 'structure'> {
  readonly names: readonly string[];
  readonly orderOf: (names: readonly string[]) => StructureSource['order'];
  readonly axesOf: StructureSource['axesOf'];
  /** Axes whose Map holds one node alone. */
  readonly alone: (axis: string) => boolean;
  readonly events: Omit<EventSources, 'ruled'>;
}

export interface NestedAndRuled {
  readonly structure: Structure;
  /** Of the nodes of `finally`, where there are some. */
  readonly ending: Structure | undefined;
  readonly sources: RuleSources;
  readonly rules: ReadonlyMap<string, NodeRules>;
}

/**
 * Nesting and rules together: the rules hang on the nesting, and what they cost in a history may ask for another one, in
 * which they may concern more nodes.
 */
export function nestAndRule(source: NestingSource): NestedAndRuled {
  const ruled = new Set<string>();
  for (;;) {
    const events: EventSources = { ...source.events, ruled: (node) => ruled.has(node) };
    const found = nest(source, events);
    const fits = (block: PlanBlock) =>
      longestHistory(block, { ...events, ruled: (node) => found.rules.has(node) }) <= MOST_HISTORY_EVENTS;
    const more = [...found.rules.keys()].filter((node) => !ruled.has(node));
    if (more.length === 0 || blocksOf(found).every(fits)) return found;
    for (const node of more) ruled.add(node);
  }
}

function nest(source: NestingSource, events: EventSources): NestedAndRuled {
  const { names, orderOf, axesOf, alone, finally: last } = source;
  const ofSome = (chosen: (name: string) => boolean) => {
    const some = names.filter(chosen);
    return chooseStructure({ names: some, order: orderOf(some), axesOf, alone }, events);
  };
  const structure = ofSome((name) => !last.has(name));
  const ending = last.size === 0 ? undefined : ofSome((name) => last.has(name));
  const blocks = blocksOf({ structure, ending });
  let order: NodeOrder | undefined;
  // Few pipelines ask, and the order of a large one takes its time.
  const needs = (node: string, other: string) => (order ??= orderOfNodes(names, orderOf(names))).needs(node, other);
  const sources: RuleSources = {
    ...source,
    views: nodeViews(blocks, axesOf, source.axis, needs),
    unreached: unreachedFates(blocks, source.conditions),
    structure: structure.block,
  };
  return { structure, ending, sources, rules: planRules(sources) };
}

function blocksOf({ structure, ending }: Pick<NestedAndRuled, 'structure' | 'ending'>): readonly PlanBlock[] {
  return [structure.block, ...(ending === undefined ? [] : [ending.block])];
}
