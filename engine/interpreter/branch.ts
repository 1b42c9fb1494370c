import type { Flow, QueryLanguage, State, StateType } from '../asl/index.ts';
import type { Json, JsonObject } from '../json/json.ts';
import type { Payload } from '../json/payload.ts';
import type { HistoryEvent, HistoryEventType } from '../history/history-event.ts';
import type { ExecutionScope } from './execution-scope.ts';
import type { Halt } from './halt.ts';
import type { RecordedEvent } from './recorder.ts';

export type Variables = Readonly<Record<string, Json>>;

/** One chain of states at work: the execution itself, a branch of a Parallel, or an iteration of a Map. */
export interface Branch {
  readonly execution: ExecutionScope;
  /** Where it is: `/Train#2.0/1` is branch 1 of the first attempt of the state `Train`, the second state of its chain. */
  readonly path: string;
  readonly halt: Halt;
  readonly queryLanguage: QueryLanguage;
  /** `Map` of the context object, inside an iteration. */
  readonly mapContext: JsonObject | undefined;
  /** The indices of the iterations that it is in, the outermost Map first. */
  readonly mapIndices: readonly number[];
  readonly runFlow: RunFlow;
  /** Which iteration of which Map this is. */
  readonly iteration: { readonly name: string; readonly index: number } | undefined;
  variables: Variables;
  /** What the variables in scope take as JSON, in bytes of UTF-8. */
  variableBytes: number;
  lastEventId: number;
  visits: number;
  /** The state under way, and the branches at work in it, for the events that say that they were aborted. */
  current: { readonly type: StateType; readonly path: string; readonly branches: Set<Branch> } | undefined;
}

/** Runs a flow to its end in a branch and gives its output. Injected, since states run flows that run states. */
export type RunFlow = (branch: Branch, flow: Flow, input: Payload) => Promise<Payload>;

/** One state at work. */
export interface Visit<S extends State = State> {
  readonly branch: Branch;
  readonly name: string;
  readonly state: S;
  readonly path: string;
  readonly input: Payload;
  readonly language: QueryLanguage;
  readonly entered: HistoryEvent;
  /** When its work began, in milliseconds since the epoch: a redrive begins it anew. */
  readonly since: number;
  retryCount: number;
  taskToken: string | undefined;
}

/** How a state ends well. */
export interface Exit {
  readonly output: Payload;
  readonly next: string | undefined;
  readonly assigned: JsonObject | undefined;
}

/** What is done after a redrive follows the redrive, not what happened before it. */
const followed = ({ lastEventId, execution }: Branch): number => Math.max(lastEventId, execution.redrivenEventId);

/** Records an event of this branch, unless an earlier life of the process already has. */
export const emit = (
  branch: Branch,
  path: string,
  suffix: string,
  type: HistoryEventType,
  details?: JsonObject,
  memo?: Json,
): HistoryEvent => {
  const { recorder } = branch.execution;
  const key = recorder.keyed ? `${path}:${suffix}` : '';
  const known = recorder.keyed ? recorder.recorded(key) : undefined;
  if (known === undefined) branch.halt.check();
  const event = known?.event ?? recorder.record(key, type, followed(branch), details, memo);
  branch.lastEventId = event.id;
  return event;
};

/** Records an event that nothing follows: the branch goes on from where it stood. */
export const emitAside = (
  branch: Branch,
  path: string,
  suffix: string,
  type: HistoryEventType,
  details?: JsonObject,
): HistoryEvent => {
  const last = branch.lastEventId;
  const event = emit(branch, path, suffix, type, details);
  branch.lastEventId = last;
  return event;
};

/** What an earlier life of the process recorded under this key. */
export const recall = (branch: Branch, path: string, suffix: string): RecordedEvent | undefined => {
  const { recorder } = branch.execution;
  return recorder.keyed ? recorder.recorded(`${path}:${suffix}`) : undefined;
};
