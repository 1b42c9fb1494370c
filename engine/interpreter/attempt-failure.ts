import { isJsonArray, isJsonObject } from '../json/json.ts';
import type { Visit } from './branch.ts';
import { StateFailure } from './state-failure.ts';

const keyOf = ({ path }: Visit, label: string): string => `${path}:failure${label}`;

/**
 * Keeps how an attempt of a Parallel or Map failed, before anything else is said of it: after a restart what its failure
 * stopped is not begun again.
 */
export const noteFailure = (visit: Visit, label: string, failure: unknown): void => {
  if (!(failure instanceof StateFailure)) return;
  const { error, cause, aliases, location, located } = failure;
  visit.branch.execution.recorder.note(keyOf(visit, label), () => ({
    error,
    ...(cause === undefined ? {} : { cause }),
    aliases,
    ...(location === undefined ? {} : { location }),
    located,
    lastEventId: visit.branch.lastEventId,
  }));
};

/** How an earlier life of the process saw this attempt fail. The branch then stands where it stood. */
export const recallFailure = (visit: Visit, label: string): StateFailure | undefined => {
  const { branch } = visit;
  const noted = branch.execution.recorder.noted(keyOf(visit, label));
  if (!isJsonObject(noted) || typeof noted['error'] !== 'string') return undefined;
  const { error, cause, aliases, location, located, lastEventId } = noted;
  branch.lastEventId = Number(lastEventId);
  return new StateFailure(error, typeof cause === 'string' ? cause : undefined, {
    aliases: aliases !== undefined && isJsonArray(aliases) ? aliases.map(String) : [],
    ...(typeof location === 'string' ? { location } : {}),
    located: located === true,
  });
};
