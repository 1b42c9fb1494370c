import { hash } from 'node:crypto';
import type { MapState, State } from '../../asl/index.ts';
import { uuidOf } from '../../expression/seeded-random.ts';
import type { Visit } from '../branch.ts';
import type { Tolerance } from '../execution-scope.ts';
import { languageOf } from '../language-of.ts';
import { runtimeFailure } from '../state-failure.ts';

type MapVisit = Visit<MapState<State>>;

/** The most items that MaxItems may ask for; 0 asks for all. */
const MOST_ITEMS = 100_000_000;

/** A state without a Label gets one of the service's own, the same in every execution. */
export const labelOf = ({ state, name, branch }: MapVisit): string =>
  state.Label ?? uuidOf(hash('sha256', `${branch.execution.stateMachine.id}/${name}`, 'buffer'));

/** Rejects with `States.Runtime` for what is out of range. */
export const toleranceOf = async (visit: MapVisit): Promise<Tolerance> => {
  const language = languageOf(visit.language);
  const count = (await language.mapNumber(visit, 'ToleratedFailureCount')) ?? 0;
  const percentage = (await language.mapNumber(visit, 'ToleratedFailurePercentage')) ?? 0;
  if (count < 0) throw runtimeFailure('States.Runtime', 'ToleratedFailureCount cannot be negative.');
  if (percentage < 0 || percentage > 100) {
    throw runtimeFailure('States.Runtime', 'ToleratedFailurePercentage must be between 0 and 100.');
  }
  return { count, percentage };
};

/** Whether more items have failed than either threshold allows; one of 0 is not given, and without any none may fail. */
export const exceeds = ({ count, percentage }: Tolerance, failed: number, total: number): boolean =>
  failed > 0 &&
  ((count === 0 && percentage === 0) ||
    (count > 0 && failed > count) ||
    (percentage > 0 && failed * 100 > percentage * total));

export const mostItems = (given: number | undefined): number =>
  given === undefined || given === 0 ? MOST_ITEMS : Math.min(given, MOST_ITEMS);
