import type { Flow } from '../asl/index.ts';
import type { JsonObject } from '../json/json.ts';
import type { Branch, Visit } from './branch.ts';
import type { Halt } from './halt.ts';

export interface BranchPlace {
  readonly path: string;
  readonly flow: Flow;
  readonly halt: Halt;
  readonly lastEventId: number;
  readonly iteration?: { readonly name: string; readonly index: number; readonly mapContext: JsonObject };
}

/**
 * A branch inside a state: it reads the outer variables, and what it assigns ends with it. Its states speak the
 * machine's query language unless they say otherwise, not that of the state around them:
 * https://states-language.net/spec.html#query-language
 */
export const openBranch = (visit: Visit, place: BranchPlace): Branch => ({
  execution: visit.branch.execution,
  path: place.path,
  halt: place.halt,
  queryLanguage: place.flow.QueryLanguage ?? visit.branch.queryLanguage,
  mapContext: place.iteration?.mapContext ?? visit.branch.mapContext,
  mapIndices:
    place.iteration === undefined ? visit.branch.mapIndices : [...visit.branch.mapIndices, place.iteration.index],
  runFlow: visit.branch.runFlow,
  iteration: place.iteration === undefined ? undefined : { name: place.iteration.name, index: place.iteration.index },
  variables: visit.branch.variables,
  variableBytes: visit.branch.variableBytes,
  lastEventId: place.lastEventId,
  visits: 0,
  current: undefined,
});
