/** The part of the Amazon States Language (JSONata) that the compiler writes. https://states-language.net */
export interface StateMachine extends StateGroup {
  readonly Comment?: string;
  readonly QueryLanguage: 'JSONata';
  readonly TimeoutSeconds: number;
}

/** States that run one after another: a machine, a branch, an iteration. */
export interface StateGroup {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** A JSON value in which texts may be JSONata between `{%` and `%}`. */
export type Template = string | number | boolean | null | readonly Template[] | { readonly [key: string]: Template };

interface Transition {
  readonly Next?: string;
  readonly End?: true;
}

interface Answer extends Transition {
  readonly Assign?: Readonly<Record<string, Template>>;
  readonly Output?: Template;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly Assign?: Readonly<Record<string, Template>>;
  readonly Output?: Template;
}

export interface TaskState extends Answer {
  readonly Type: 'Task';
  readonly Comment?: string;
  readonly Resource: string;
  readonly Arguments: Template;
  readonly TimeoutSeconds: number | string;
  readonly Retry: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

interface PassState extends Answer {
  readonly Type: 'Pass';
}

interface FailState {
  readonly Type: 'Fail';
  readonly Error: string;
  readonly Cause: string;
}

export interface ChoiceState {
  readonly Type: 'Choice';
  readonly Choices: readonly { readonly Condition: string; readonly Next: string }[];
  readonly Default: string;
}

export interface ParallelState extends Answer {
  readonly Type: 'Parallel';
  readonly Arguments?: Template;
  readonly Branches: readonly StateGroup[];
  readonly Catch?: readonly Catcher[];
}

export interface MapState extends Answer {
  readonly Type: 'Map';
  readonly Label?: string;
  readonly Items?: string;
  readonly ItemReader?: {
    readonly Resource: string;
    readonly ReaderConfig: { readonly InputType: 'JSON' };
    readonly Arguments: Template;
  };
  readonly ItemBatcher?: { readonly MaxItemsPerBatch: number; readonly BatchInput: Template };
  readonly ItemSelector?: Template;
  readonly MaxConcurrency?: number;
  readonly ItemProcessor: StateGroup & {
    readonly ProcessorConfig:
      { readonly Mode: 'INLINE' } | { readonly Mode: 'DISTRIBUTED'; readonly ExecutionType: 'STANDARD' };
  };
  readonly Catch?: readonly Catcher[];
}

export type State = TaskState | PassState | FailState | ChoiceState | ParallelState | MapState;
