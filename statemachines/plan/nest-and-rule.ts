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
  const nodes = new Map(source.nodes.map((node) => [node.name, node]));
  // A nested pipeline's nodes nest by themselves, as the body of its node.
  const ofSome = (chosen: (name: string) => boolean, within?: string): Structure => {
    const some = names.filter((name) => nodes.get(name)?.within === within && chosen(name));
    const around = new Set(within === undefined ? [] : axesOf(within));
    const inner = (name: string) => axesOf(name).filter((axis) => !around.has(axis));
    const own = chooseStructure({ names: some, order: orderOf(some), axesOf: inner, alone }, events);
    const nested = new Map(
      some.flatMap((name) => (nodes.get(name)?.kind === 'pipeline' ? [[name, ofSome(() => true, name)] as const] : [])),
    );
    if (nested.size === 0) return own;
    return {
      block: withNested(own.block, (name) => nested.get(name)?.block),
      barriers: [...own.barriers, ...[...nested.values()].flatMap((each) => each.barriers)],
      rendezvous: [...own.rendezvous, ...[...nested.values()].flatMap((each) => each.rendezvous)],
    };
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

function withNested(block: PlanBlock, bodyOf: (node: string) => PlanBlock | undefined): PlanBlock {
  switch (block.kind) {
    case 'node': {
      const body = bodyOf(block.node);
      return body === undefined ? block : { kind: 'child', name: block.node, node: block.node, body };
    }
    case 'series':
    case 'parallel':
      return { ...block, blocks: block.blocks.map((each) => withNested(each, bodyOf)) };
    case 'map':
      return { ...block, body: withNested(block.body, bodyOf) };
    default:
      return block;
  }
}

function blocksOf({ structure, ending }: Pick<NestedAndRuled, 'structure' | 'ending'>): readonly PlanBlock[] {
  return [structure.block, ...(ending === undefined ? [] : [ending.block])];
}
