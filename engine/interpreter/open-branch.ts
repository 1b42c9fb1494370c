import type { Flow } from '../asl/index.ts';
import type { JsonObject } from '../json/json.ts';
import type { Branch, Visit } from './branch.ts';
import type { Halt } from './halt.ts';

export interface BranchPlace {
  readonly path: string;
  readonly flow: Flow;
  readonly halt: Halt;
  readonly lastEventId: number;
  readonly iteration?: { readonly index: number; readonly mapContext: JsonObject };
}

/** A branch inside a state: it reads the outer variables, and what it assigns ends with it. */
export const openBranch = (visit: Visit, { path, flow, halt, lastEventId, iteration }: BranchPlace): Branch => ({
  execution: visit.branch.execution,
  path,
  halt,
  queryLanguage: flow.QueryLanguage ?? visit.language,
  mapContext: iteration?.mapContext ?? visit.branch.mapContext,
  mapIndices: iteration === undefined ? visit.branch.mapIndices : [...visit.branch.mapIndices, iteration.index],
  runFlow: visit.branch.runFlow,
  nested: true,
  variables: visit.branch.variables,
  lastEventId,
  visits: 0,
  current: undefined,
});
