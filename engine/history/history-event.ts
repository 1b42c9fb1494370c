import type { JsonObject } from '../json/json.ts';
import type { StateType } from '../asl/index.ts';

type StateEventType = `${StateType}StateEntered` | `${Exclude<StateType, 'Fail'>}StateExited`;

type CompositeEventType =
  | `${'Parallel' | 'Map'}State${'Started' | 'Succeeded' | 'Failed' | 'Aborted'}`
  | `MapIteration${'Started' | 'Succeeded' | 'Failed' | 'Aborted'}`
  | `MapRun${'Started' | 'Succeeded' | 'Failed' | 'Aborted' | 'Redriven'}`
  | `${'Task' | 'Wait'}StateAborted`;

type TaskEventType =
  | `Task${'Scheduled' | 'Started' | 'Submitted' | 'SubmitFailed' | 'Succeeded' | 'Failed' | 'TimedOut'}`
  | `Activity${'Scheduled' | 'ScheduleFailed' | 'Started' | 'Succeeded' | 'Failed' | 'TimedOut'}`
  | `LambdaFunction${'Scheduled' | 'Started' | 'Succeeded' | 'Failed' | 'TimedOut'}`;

type ExecutionEventType = `Execution${'Started' | 'Succeeded' | 'Failed' | 'TimedOut' | 'Aborted' | 'Redriven'}`;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html, as far as this engine emits them. */
export type HistoryEventType =
  StateEventType | CompositeEventType | TaskEventType | ExecutionEventType | 'EvaluationFailed';

export interface HistoryEvent {
  readonly id: number;
  readonly type: HistoryEventType;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly previousEventId: number;
  readonly details?: JsonObject;
}

/** The member of a HistoryEvent that carries the details of this type of event. */
export const detailsField = (type: HistoryEventType): string => {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  if (type.startsWith('MapIteration')) return `mapIteration${type.slice('MapIteration'.length)}EventDetails`;
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
};
