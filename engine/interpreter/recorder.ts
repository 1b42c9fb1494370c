import type { HistoryEvent, HistoryEventType } from '../history/history-event.ts';
import type { Json, JsonObject } from '../json/json.ts';

/** An event of an earlier life of the process, with what the interpreter noted beside it. */
export interface RecordedEvent {
  readonly event: HistoryEvent;
  readonly memo?: Json;
}

/**
 * An execution's history as the interpreter writes it. Each event has a key that depends only on the path through the
 * definition, so that after a restart the interpreter, run again, finds what it had already done.
 */
export interface Recorder {
  /** Whether keys matter: they do not where nothing is ever replayed, neither after a restart nor by a redrive. */
  readonly keyed: boolean;
  record(
    key: string,
    type: HistoryEventType,
    previousEventId: number,
    details: JsonObject | undefined,
    memo?: Json,
  ): HistoryEvent;
  recorded(key: string): RecordedEvent | undefined;
  /** Keeps a decision that is no event (a deadline, a random delay): made once, the same after a restart. */
  note(key: string, make: () => Json): Json;
  /** Keeps the latest of what changes, for a restart. */
  renote(key: string, value: Json): void;
  /** A decision that an earlier life of the process kept. */
  noted(key: string): Json | undefined;
  /** A promise where something recorded is not yet durable. Effects outside wait for it. */
  committed(): Promise<void> | undefined;
}
