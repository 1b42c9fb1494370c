import type { Clock } from '../clock/clock.ts';
import type { EngineLimits } from '../engine-limits.ts';
import type { ExecutionStore } from './execution-store.ts';

const DAY_MILLISECONDS = 86_400_000;
/** All executions are looked at: not with every request. */
const BETWEEN_MILLISECONDS = 3_600_000;

/** The moment before which executions must have stopped to be forgotten. */
export const retainedSince = (clock: Clock, limits: EngineLimits): number =>
  clock.now() - limits.retentionDays * DAY_MILLISECONDS;

/**
 * Forgets, now and then, what ended longer ago than the service keeps it. Asked for with each request, and not by a
 * timer: a timer would keep the process alive, and draw a virtual clock on for ever.
 */
export const createRetention = (store: ExecutionStore, clock: Clock, limits: EngineLimits): (() => void) => {
  let looked = clock.now();
  return () => {
    if (clock.now() - looked < BETWEEN_MILLISECONDS) return;
    looked = clock.now();
    store.forget(retainedSince(clock, limits));
  };
};
