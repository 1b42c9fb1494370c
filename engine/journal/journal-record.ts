import type { HistoryEvent } from '../history/history-event.ts';
import type { Json } from '../json/json.ts';
import type { StoredActivity } from './stored-activity.ts';
import type { StoredMachine } from './stored-machine.ts';
import type { StoredExecution, StoredMapRun } from './stored-execution.ts';

/** One line of the journal. Executions are named by their ARN in `start`, and by `x`, its running number, afterwards. */
export type JournalRecord =
  | { readonly k: 'machine'; readonly machine: StoredMachine }
  | { readonly k: 'activity'; readonly activity: StoredActivity }
  | { readonly k: 'revision'; readonly id: string; readonly definition: string }
  | { readonly k: 'start'; readonly x: number; readonly execution: StoredExecution }
  | { readonly k: 'event'; readonly x: number; readonly e: HistoryEvent; readonly key: string; readonly memo?: Json }
  | { readonly k: 'note'; readonly x: number; readonly key: string; readonly value: Json }
  /** The fields of an execution that have changed: its end. */
  | { readonly k: 'state'; readonly x: number; readonly execution: Partial<StoredExecution> }
  /** An execution that had ended goes on: its event, and how it stands now. */
  | { readonly k: 'redrive'; readonly x: number; readonly e: HistoryEvent; readonly execution: StoredExecution }
  | { readonly k: 'mapRun'; readonly mapRun: StoredMapRun };
