import type { Flow, StateMachineDefinition } from '../asl/index.ts';
import type { JournalReader } from '../journal/journal-reader.ts';
import type { Journal, Place } from '../journal/journal.ts';
import type { HistoryEvent } from '../history/history-event.ts';
import type { JournalRecord } from '../journal/journal-record.ts';
import { createExecution, type Execution } from './execution.ts';
import { flowAt } from './flow-at.ts';
import type { StoredExecution, StoredMapRun } from '../journal/stored-execution.ts';
import type { StoredActivity } from '../journal/stored-activity.ts';
import type { StoredMachine } from '../journal/stored-machine.ts';

export interface Revision {
  readonly id: string;
  readonly text: string;
  readonly definition: StateMachineDefinition;
}

/** Everything that the engine keeps: machines, their revisions, executions and Map Runs. Each change is journalled. */
export interface ExecutionStore {
  readonly machines: ReadonlyMap<string, StoredMachine>;
  readonly activities: ReadonlyMap<string, StoredActivity>;
  readonly executions: ReadonlyMap<string, Execution>;
  readonly mapRuns: ReadonlyMap<string, StoredMapRun>;
  revision(id: string): Revision | undefined;
  saveRevision(id: string, text: string): Revision;
  saveMachine(machine: StoredMachine): void;
  saveActivity(activity: StoredActivity): void;
  addExecution(stored: StoredExecution): Execution;
  saveExecution(execution: Execution, change: Partial<StoredExecution>): void;
  /** Lets an execution that has ended go on: its event and its new state are one record. */
  reopenExecution(execution: Execution, event: HistoryEvent, stored: StoredExecution): void;
  /** Leaves the journal as it is: for what lives in memory alone. */
  forgetExecution(arn: string): void;
  /** Forgets closed executions that stopped before `since`. Gives how many records of executions are left to keep. */
  forget(since: number): number;
  saveMapRun(mapRun: StoredMapRun): void;
  /** Tells of every change of a Map Run. Gives a function that takes the listener back. */
  watchMapRun(arn: string, listener: () => void): () => void;
  /** What the execution runs: its machine's definition, or, for a child of a Map Run, the body of that Map. */
  flowOf(stored: StoredExecution): Flow | undefined;
}

const parseRevision = (id: string, text: string): Revision => ({
  id,
  text,
  definition: JSON.parse(text) as StateMachineDefinition,
});

type ExecutionRecord = Extract<JournalRecord, { readonly k: 'state' | 'note' | 'event' | 'redrive' }>;

export interface StoreState {
  readonly store: ExecutionStore;
  /** The fewest records that give the same state. */
  readonly snapshot: () => Iterable<JournalRecord>;
  /** Takes in a record of an earlier life of the process. False when it does not fit those before it. */
  readonly replay: (record: JournalRecord, place: Place) => boolean;
}

/** One execution: how it stands, its events, and, while it runs, what its replay needs. */
function* recordsOf(execution: Execution): Generator<JournalRecord> {
  const { number, stored, notes } = execution;
  yield { k: 'start', x: number, execution: stored };
  for (const { event, key, memo } of execution.entries()) {
    const record = { k: 'event', x: number, e: event, key } as const;
    yield memo === undefined ? record : { ...record, memo };
  }
  for (const [key, value] of notes) yield { k: 'note', x: number, key, value };
}

/** `reader`: reads the histories of those that have ended, where there is a journal. */
export const createExecutionStore = (journal: () => Journal, reader?: JournalReader): StoreState => {
  const machines = new Map<string, StoredMachine>();
  const activities = new Map<string, StoredActivity>();
  const revisions = new Map<string, Revision>();
  const executions = new Map<string, Execution>();
  const mapRuns = new Map<string, StoredMapRun>();
  const watchers = new Map<string, Set<() => void>>();
  const byNumber = new Map<number, Execution>();
  let lastNumber = 0;

  const register = (number: number, stored: StoredExecution): Execution => {
    const execution = createExecution(number, stored, reader);
    executions.set(stored.arn, execution);
    return execution;
  };

  const store: ExecutionStore = {
    machines,
    activities,
    executions,
    mapRuns,
    revision: (id) => revisions.get(id),
    saveRevision(id, text) {
      const revision = parseRevision(id, text);
      revisions.set(id, revision);
      journal().append({ k: 'revision', id, definition: text });
      return revision;
    },
    saveMachine(machine) {
      machines.set(machine.arn, machine);
      journal().append({ k: 'machine', machine });
    },
    saveActivity(activity) {
      activities.set(activity.arn, activity);
      journal().append({ k: 'activity', activity });
    },
    addExecution(stored) {
      const execution = register(++lastNumber, stored);
      journal().append({ k: 'start', x: execution.number, execution: stored });
      return execution;
    },
    saveExecution(execution, change) {
      execution.stored = { ...execution.stored, ...change };
      if (execution.stored.status !== 'RUNNING') execution.settle();
      journal().append({ k: 'state', x: execution.number, execution: change });
    },
    reopenExecution(execution, event, stored) {
      const place = journal().append({ k: 'redrive', x: execution.number, e: event, execution: stored });
      execution.add(event, '', undefined, place);
      execution.stored = stored;
    },
    forget,
    forgetExecution: (arn) => void executions.delete(arn),
    saveMapRun(mapRun) {
      mapRuns.set(mapRun.arn, mapRun);
      journal().append({ k: 'mapRun', mapRun });
      for (const listener of watchers.get(mapRun.arn) ?? []) listener();
    },
    watchMapRun(arn, listener) {
      const listeners = watchers.get(arn) ?? new Set();
      watchers.set(arn, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) watchers.delete(arn);
      };
    },
    flowOf(stored) {
      if (stored.flowPath === undefined || stored.parentArn === undefined) {
        return revisions.get(stored.revisionId)?.definition;
      }
      const parent = executions.get(stored.parentArn);
      const root = parent === undefined ? undefined : store.flowOf(parent.stored);
      return root === undefined ? undefined : flowAt(root, stored.flowPath);
    },
  };

  const replayExecution = (execution: Execution, record: ExecutionRecord, place: Place): boolean => {
    switch (record.k) {
      case 'state':
        execution.stored = { ...execution.stored, ...record.execution };
        if (execution.stored.status !== 'RUNNING') {
          execution.settle();
          execution.rest();
        }
        return true;
      case 'note':
        execution.note(record.key, record.value);
        return true;
      case 'event':
        if (execution.stored.status === 'RUNNING') execution.add(record.e, record.key, record.memo, place);
        else execution.addPlaced(place);
        return record.e.id === execution.eventCount;
      case 'redrive':
        execution.add(record.e, '', undefined, place);
        execution.stored = record.execution;
        return record.e.id === execution.eventCount;
    }
  };

  const replay = (record: JournalRecord, place: Place): boolean => {
    switch (record.k) {
      case 'revision':
        revisions.set(record.id, parseRevision(record.id, record.definition));
        return true;
      case 'machine':
        machines.set(record.machine.arn, record.machine);
        return true;
      case 'activity':
        activities.set(record.activity.arn, record.activity);
        return true;
      case 'mapRun':
        mapRuns.set(record.mapRun.arn, record.mapRun);
        return true;
      case 'start':
        lastNumber = Math.max(lastNumber, record.x);
        byNumber.set(record.x, register(record.x, record.execution));
        return true;
      case 'state':
      case 'note':
      case 'event':
      case 'redrive': {
        const execution = byNumber.get(record.x);
        return execution !== undefined && replayExecution(execution, record, place);
      }
      default:
        // A record of a later version, or of no version at all.
        return false;
    }
  };
  function forget(since: number): number {
    for (const [arn, { stored }] of executions) {
      const parent = stored.parentArn === undefined ? undefined : executions.get(stored.parentArn);
      // A parent that still runs must find its finished children again, or it would run them twice.
      if (stored.status === 'RUNNING' || parent?.stored.status === 'RUNNING') continue;
      if ((stored.stopDate ?? since) < since) executions.delete(arn);
    }
    for (const [arn, run] of mapRuns) if (!executions.has(run.executionArn)) mapRuns.delete(arn);
    let left = 0;
    for (const { eventCount, notes } of executions.values()) left += 1 + eventCount + notes.size;
    return left;
  }

  function* snapshot(): Generator<JournalRecord> {
    const used = new Set([...executions.values()].map(({ stored }) => stored.revisionId));
    for (const machine of machines.values()) {
      used.add(machine.revisionId);
      for (const { revisionId } of machine.versions) used.add(revisionId);
    }
    for (const { id, text } of revisions.values()) if (used.has(id)) yield { k: 'revision', id, definition: text };
    for (const machine of machines.values()) yield { k: 'machine', machine };
    for (const activity of activities.values()) yield { k: 'activity', activity };
    for (const mapRun of mapRuns.values()) yield { k: 'mapRun', mapRun };
    for (const execution of executions.values()) yield* recordsOf(execution);
  }

  return { store, replay, snapshot };
};
