import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { HistoryEvent } from '../history/history-event.ts';
import type { Halt } from '../interpreter/halt.ts';
import type { RecordedEvent } from '../interpreter/recorder.ts';
import type { Json } from '../json/json.ts';
import type { JournalReader } from '../journal/journal-reader.ts';
import type { JournalRecord } from '../journal/journal-record.ts';
import type { Place } from '../journal/journal.ts';
import type { StoredExecution } from '../journal/stored-execution.ts';

/** An event with the key that the interpreter gave it, and what it noted beside it. */
interface Entry extends RecordedEvent {
  readonly key: string;
}

/** An execution in memory: what is kept of it, its history, and what an earlier life of the process left to replay. */
export interface Execution {
  /** Its number in the journal. */
  readonly number: number;
  stored: StoredExecution;
  readonly eventCount: number;
  /** Takes time to read once the execution has ended. */
  readonly history: readonly HistoryEvent[];
  /** The events with their keys: kept while a restart or a redrive may need them. */
  entries(): Iterable<Entry>;
  add(event: HistoryEvent, key: string, memo: Json | undefined, place: Place | undefined): void;
  /** Counts an event that stands in the journal without taking it into memory. */
  addPlaced(place: Place): void;
  /** Keeps no more in memory than it must, once it has ended: the rest is in the journal, or packed. */
  rest(): void;
  /** Events by key that were recorded before this run of the interpreter: by an earlier life of the process, or before a redrive. */
  readonly recorded: ReadonlyMap<string, RecordedEvent>;
  /** Lays open what was recorded, for the interpreter to find when it runs over it again. */
  openRecorded(): void;
  readonly notes: ReadonlyMap<string, Json>;
  note(key: string, value: Json): void;
  /** Forgets what only a replay needs. */
  settle(): void;
  /** Ends at its next state, since its machine is being deleted. */
  doomed: boolean;
  /** Stops the interpreter; absent while it does not run. */
  halt: Halt | undefined;
  /** Those who wait for its end to be durable. */
  endWaiters: Set<Pick<PromiseWithResolvers<void>, 'resolve' | 'reject'>> | undefined;
}

/** Fast, and most of a history is repetition. */
const LEVEL = { level: 1 };
const NONE: ReadonlyMap<string, never> = new Map<string, never>();

/** As a text of one byte a character: a Buffer takes several times the room of what is in it. */
const packed = (history: readonly HistoryEvent[]): string =>
  deflateRawSync(JSON.stringify(history), LEVEL).toString('latin1');

const unpacked = (text: string): readonly HistoryEvent[] =>
  JSON.parse(inflateRawSync(Buffer.from(text, 'latin1')).toString('utf8')) as HistoryEvent[];

class KeptExecution implements Execution {
  readonly number: number;
  stored: StoredExecution;
  eventCount = 0;
  doomed = false;
  halt: Halt | undefined = undefined;
  endWaiters: Execution['endWaiters'] = undefined;
  readonly #reader: JournalReader | undefined;
  /** Absent while all events are in the journal; a text while they are packed. */
  #history: HistoryEvent[] | string | undefined = [];
  #keys: string[] | undefined = [];
  #memos: (Json | undefined)[] | undefined = [];
  /** Where its events stand in the journal: start and end of each run of lines. */
  #places: number[] | undefined;
  #recorded: Map<string, RecordedEvent> | undefined;
  #notes: Map<string, Json> | undefined;

  constructor(number: number, stored: StoredExecution, reader: JournalReader | undefined) {
    this.number = number;
    this.stored = stored;
    this.#reader = reader;
  }

  get recorded(): ReadonlyMap<string, RecordedEvent> {
    return this.#recorded ?? NONE;
  }

  get notes(): ReadonlyMap<string, Json> {
    return this.#notes ?? NONE;
  }

  note(key: string, value: Json): void {
    (this.#notes ??= new Map()).set(key, value);
  }

  get history(): readonly HistoryEvent[] {
    if (this.#history === undefined) return this.#readBack().map(({ event }) => event);
    return typeof this.#history === 'string' ? unpacked(this.#history) : this.#history;
  }

  *entries(): Generator<Entry> {
    if (this.#history === undefined) {
      yield* this.#readBack();
      return;
    }
    for (const [index, event] of this.history.entries()) {
      const key = this.#keys?.[index] ?? '';
      const memo = this.#memos?.[index];
      yield memo === undefined ? { event, key } : { event, key, memo };
    }
  }

  #readBack(): readonly Entry[] {
    const places = this.#places ?? [];
    const entries: Entry[] = [];
    const take = (record: JournalRecord): void => {
      if ((record.k !== 'event' && record.k !== 'redrive') || record.x !== this.number) return;
      const key = record.k === 'event' ? record.key : '';
      const memo = record.k === 'event' ? record.memo : undefined;
      entries.push(memo === undefined ? { event: record.e, key } : { event: record.e, key, memo });
    };
    for (let run = 0; run < places.length; run += 2) {
      for (const record of this.#reader?.read(places[run] ?? 0, places[run + 1] ?? 0) ?? []) take(record);
    }
    return entries;
  }

  /** Takes the events into memory again: more will come. */
  #open(): HistoryEvent[] {
    if (Array.isArray(this.#history)) return this.#history;
    const entries = [...this.entries()];
    this.#keys = entries.map(({ key }) => key);
    this.#memos = entries.map(({ memo }) => memo);
    return (this.#history = entries.map(({ event }) => event));
  }

  add(event: HistoryEvent, key: string, memo: Json | undefined, place: Place | undefined): void {
    this.#open().push(event);
    this.#keys?.push(key);
    this.#memos?.push(memo);
    this.eventCount++;
    if (place !== undefined) this.#place(place);
  }

  addPlaced(place: Place): void {
    this.#history = undefined;
    this.eventCount++;
    this.#place(place);
  }

  #place({ start, end }: Place): void {
    const places = (this.#places ??= []);
    if (places.at(-1) === start) places[places.length - 1] = end;
    else places.push(start, end);
  }

  openRecorded(): void {
    const recorded = (this.#recorded = new Map<string, RecordedEvent>());
    for (const { key, ...event } of this.entries()) if (key !== '') recorded.set(key, event);
  }

  settle(): void {
    const { status, machineType } = this.stored;
    this.#recorded = undefined;
    // What has ended well is never run over again.
    if (status === 'SUCCEEDED' || machineType === 'EXPRESS') {
      this.#keys = undefined;
      this.#memos = undefined;
      this.#notes = undefined;
    }
  }

  rest(): void {
    if (this.#places !== undefined) {
      this.#history = undefined;
      this.#keys = undefined;
      this.#memos = undefined;
    } else if (Array.isArray(this.#history) && this.#keys === undefined && this.stored.mapRunArn !== undefined) {
      // Children may be as many as a hundred thousand; nothing is added to one that has ended well.
      this.#history = packed(this.#history);
    }
  }
}

/** `reader`: what reads its events again, where there is a journal. */
export const createExecution = (
  number: number,
  stored: StoredExecution,
  reader: JournalReader | undefined,
): Execution => new KeptExecution(number, stored, reader);
