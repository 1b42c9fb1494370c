import type { Clock } from '../clock/clock.ts';
import type { EngineLimits } from '../engine-limits.ts';
import type { HistoryEvent } from '../history/history-event.ts';
import { HaltedError } from '../interpreter/halt.ts';
import type { Recorder } from '../interpreter/recorder.ts';
import { StateFailure } from '../interpreter/state-failure.ts';
import type { Journal } from '../journal/journal.ts';
import type { Execution } from './execution.ts';

export interface RecorderNeeds {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly limits: EngineLimits;
  readonly observe: ((event: HistoryEvent, executionArn: string) => void) | undefined;
  /** Ends an execution whose machine is being deleted. */
  readonly abandon: (execution: Execution) => void;
  /** Ends an execution that has taken longer than any may. */
  readonly expire: (execution: Execution) => void;
}

/** Only the end of an execution may be its last event: https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html */
const isEnd = (type: string): boolean => type.startsWith('Execution');

/** Writes an execution's events to its history and to the journal. */
export const createRecorder = (
  execution: Execution,
  { journal, clock, limits, observe, abandon, expire }: RecorderNeeds,
): Recorder => {
  // What runs in memory and cannot be redriven is never run over again.
  const keyed = journal.durable || execution.stored.machineType === 'STANDARD';
  return {
    keyed,
    record(key, type, previousEventId, details, memo) {
      const { eventCount, number } = execution;
      if (execution.doomed && type.endsWith('StateEntered')) {
        abandon(execution);
        throw new HaltedError();
      }
      if (eventCount >= limits.historyEvents - 1 && !isEnd(type)) {
        throw new StateFailure(
          'States.Runtime',
          `The execution reached the maximum number of history events (${limits.historyEvents}).`,
        );
      }
      const timestamp = clock.now();
      // Looked at when something happens: a timer of a year would draw a virtual clock there.
      if (timestamp > execution.stored.startDate + limits.executionSeconds * 1000 && !isEnd(type)) {
        expire(execution);
        throw new HaltedError();
      }
      const base = { id: eventCount + 1, type, timestamp, previousEventId };
      const event: HistoryEvent = details === undefined ? base : { ...base, details };
      const record = { k: 'event', x: number, e: event, key } as const;
      const place = journal.durable ? journal.append(memo === undefined ? record : { ...record, memo }) : undefined;
      execution.add(event, key, memo, place);
      observe?.(event, execution.stored.arn);
      return event;
    },
    // A key is put together from pieces: it is looked up, which joins them, only where there is something to find.
    recorded: (key) => (execution.recorded.size === 0 ? undefined : execution.recorded.get(key)),
    note(key, make) {
      if (!keyed) return make();
      const known = execution.notes.get(key);
      if (known !== undefined) return known;
      const value = make();
      execution.note(key, value);
      journal.append({ k: 'note', x: execution.number, key, value });
      return value;
    },
    renote(key, value) {
      if (!journal.durable) return;
      execution.note(key, value);
      journal.append({ k: 'note', x: execution.number, key, value });
    },
    noted: (key) => execution.notes.get(key),
    committed() {
      const committed = journal.committed();
      if (committed === undefined || clock.kind === 'real') return committed;
      // The disk takes no virtual time.
      clock.hold();
      return committed.finally(() => clock.release());
    },
  };
};
