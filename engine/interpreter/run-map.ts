import type { MapState, State } from '../asl/index.ts';
import type { Visit } from './branch.ts';
import type { Attempts } from './run-attempts.ts';
import { runDistributedMap } from './distributed/run-distributed-map.ts';
import { runInlineMap } from './run-inline-map.ts';

/** A Map is Inline unless its ItemProcessor says DISTRIBUTED. */
export const runMap = (visit: Visit<MapState<State>>): Attempts =>
  visit.state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED' ? runDistributedMap(visit) : runInlineMap(visit);
