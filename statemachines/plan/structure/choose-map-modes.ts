import type { PlanBlock } from '../execution-plan.ts';
import type { EventSources } from './history-events.ts';
import { executionEvents } from './history-events.ts';

/** The service runs at most 40 iterations of an Inline Map at a time; more items are a Map Run's work. */
export const MOST_INLINE_ITEMS = 40;
/** Of 25,000 (hard), the rest left for the retries of Lambda's transient errors. */
export const MOST_HISTORY_EVENTS = 20_000;

type MapBlock = PlanBlock & { readonly kind: 'map' };

/**
 * Inline up to 40 items, Distributed above; and where one by itself would fill a history, it becomes Distributed too, whose
 * trials have histories of their own. Maps that fill it together go into executions of their own (`split-executions.ts`),
 * where rendezvous still reach their trials.
 */
export function chooseMapModes(block: PlanBlock, sources: EventSources): PlanBlock {
  let chosen = replaceMaps(block, (map) => (sources.size(map.axis) > MOST_INLINE_ITEMS ? 'distributed' : 'inline'));
  for (;;) {
    // The innermost first: what is around it may fit then.
    const heavy = inlineMaps(chosen).findLast((map) => executionEvents(map, sources) > MOST_HISTORY_EVENTS);
    if (heavy === undefined) break;
    chosen = replaceMaps(chosen, (map, original) => (original === heavy ? 'distributed' : map.mode));
  }
  return chooseInChildren(chosen, sources);
}

/** The children of a Distributed Map are executions, each with the same bound. */
function chooseInChildren(block: PlanBlock, sources: EventSources): PlanBlock {
  switch (block.kind) {
    case 'series':
    case 'parallel':
      return { ...block, blocks: block.blocks.map((each) => chooseInChildren(each, sources)) };
    case 'map':
      return {
        ...block,
        body:
          block.mode === 'distributed' ? chooseMapModes(block.body, sources) : chooseInChildren(block.body, sources),
      };
    default:
      return block;
  }
}

/** Inline Maps of this execution: not those inside of a Distributed one. */
function inlineMaps(block: PlanBlock): MapBlock[] {
  switch (block.kind) {
    case 'series':
    case 'parallel':
      return block.blocks.flatMap(inlineMaps);
    case 'map':
      return block.mode === 'distributed' ? [] : [block, ...inlineMaps(block.body)];
    default:
      return [];
  }
}

function replaceMaps(block: PlanBlock, mode: (map: MapBlock, original: MapBlock) => MapBlock['mode']): PlanBlock {
  switch (block.kind) {
    case 'series':
    case 'parallel':
      return { ...block, blocks: block.blocks.map((each) => replaceMaps(each, mode)) };
    case 'map':
      return { ...block, mode: mode(block, block), body: replaceMaps(block.body, mode) };
    default:
      return block;
  }
}
