import type { ExecutionPlan } from '../plan/execution-plan.ts';

/** What `slipway compile` gives, and what a registry record points to. */
export interface CompiledPipeline {
  readonly pipeline: string;
  readonly definitionHash: string;
  /** Hash of the ASL with function names as placeholders. */
  readonly structureHash: string;
  readonly plan: ExecutionPlan;
  /** Machines by name, the main one first; JSON text of each, byte-equal for the same input. */
  readonly machines: readonly CompiledMachine[];
}

export interface CompiledMachine {
  /** `main`, or a child's name. */
  readonly name: string;
  /** The ASL as JSON text; functions appear as `${<placeholder>}`, as in CDK's definition substitutions. */
  readonly asl: string;
  readonly functions: readonly FunctionPlaceholder[];
  /** IAM actions with resources that the machine's role needs; resources may hold placeholders. */
  readonly permissions: readonly { readonly actions: readonly string[]; readonly resources: readonly string[] }[];
}

/** The platform's own functions that a machine calls. */
export type PlatformFunction = 'finish-run' | 'record-failure' | 'decide' | 'request-approval';

/** A Lambda function that the ASL names: a step's handler, or one of the platform's own. */
export type FunctionPlaceholder =
  | { readonly kind: 'handler'; readonly placeholder: string; readonly handler: string }
  /** What runs steps of a kind that has no function of its own: `checkRunnable` refuses the run before it is needed. */
  | {
      readonly kind: 'runner';
      readonly placeholder: string;
      readonly runs: 'command' | 'deployment';
    }
  | { readonly kind: 'platform'; readonly placeholder: string; readonly function: PlatformFunction }
  /** No function, but another machine of the pipeline, by its name: the placeholder stands for its ARN. */
  | { readonly kind: 'machine'; readonly placeholder: string; readonly machine: string };

/**
 * Input of a run's state machine, and with `trial` (indices of the enclosing Maps' axes, outer first) of every state in it.
 * `axes` holds the number of points an axis, so that the ASL does not change with a sweep's length below the Inline limit.
 */
export interface MachineInput {
  readonly project: string;
  readonly runId: string;
  readonly generation: number;
  readonly axes: Readonly<Record<string, number>>;
  /** Where Distributed Maps read their items: `s3://<bucket>/<keyPrefix><axis>.json`, a JSON array of indices. */
  readonly items: { readonly bucket: string; readonly prefix: string };
  /** Of a machine that another one started: how often that one was redriven before. */
  readonly redrives?: number;
  /** Before nodes of `finally`: the run's deadline in milliseconds. */
  readonly deadline?: number;
}

/** Payload of a step's function. It throws `StepFailed` (its own fault), `StepErrored` (its input's or the platform's), `StepStopped`. */
export interface StepEvent {
  readonly project: string;
  readonly runId: string;
  readonly generation: number;
  readonly node: string;
  /** Indices of the node's axes, outer first; empty outside a sweep. */
  readonly trial: readonly number[];
  /** `<redrive count>.<retry count>`. */
  readonly attempt: string;
}

/**
 * Payload of a step's function where a sweep hands over several trials a call (`execution-batch-size`). The runtime
 * works on them one after the other, begins, finishes and, where one fails, gives each its own fate, and answers
 * `{ failed: <how many> }`; it throws only where it could not work at all.
 */
export interface StepBatchEvent {
  readonly project: string;
  readonly runId: string;
  readonly generation: number;
  readonly node: string;
  /** Each as `StepEvent.trial`. */
  readonly trials: readonly (readonly number[])[];
  readonly attempt: string;
}

/** Answer to a `StepBatchEvent`. */
export interface StepBatchResult {
  readonly failed: number;
  /** Which fates occur among the trials, as a number of `fateDigits`, each once. */
  readonly fates: number;
}

/** Payload of `record-failure`, called by a Catch: the step itself could not tell how it ended. */
export interface FailureEvent {
  readonly project: string;
  readonly runId: string;
  readonly generation: number;
  readonly node: string;
  readonly trial: readonly number[];
  /** Instead of `trial`, where the call had been given several: those of them that have no fate yet get this one. */
  readonly trials?: readonly (readonly number[])[];
  /**
   * The Map over the node's own trials, so many of them, failed, of the sweep in `trial`: nothing is recorded, and what is
   * there answered. `true`: how many is recorded, since a list brought them.
   */
  readonly sweep?: number | true;
  readonly error: string;
  readonly cause: string;
}

/** Answer to a `FailureEvent`. */
export interface FailureAnswer {
  /** Executions that got their fate by this call. */
  readonly recorded: number;
  /** Of the execution, or the worst of several: what the fates carried in the state data are. */
  readonly fate: RecordedFate;
  /** As in `StepBatchResult`. */
  readonly fates: number;
}

/** A fate as guards know it, one digit each: an iteration of a Map answers a number of them. */
export const fateDigits = { succeeded: 1, failed: 2, errored: 3, skipped: 4, omitted: 5, stopped: 6 } as const;
export type RecordedFate = keyof typeof fateDigits;

/**
 * Payload of `decide`, which reads what is recorded and carries out a node's conditions and actions: before it starts
 * (answering a `Decision`), after it has succeeded, or after it has failed (answering nothing). It throws
 * `PipelineStopped` or `PipelineErrored` where an action ends the run.
 */
export interface DecisionEvent {
  readonly project: string;
  readonly runId: string;
  readonly generation: number;
  readonly node: string;
  /** Of a sweep as a whole: the indices of the sweeps around it. */
  readonly trial: readonly number[];
  readonly moment: 'starting' | 'complete' | 'error';
}

/** `running`: the node is to run, or the run to go on; `waiting-approval`: so it is when a person says so; else its fate, which is recorded. */
export interface Decision {
  readonly fate: 'running' | 'waiting-approval' | 'skipped' | 'omitted' | 'errored';
}

/** What a person is asked to approve: a node of type "approval", or what an action of a node asks for at a moment of it. */
export type ApprovalMoment = 'node' | DecisionEvent['moment'];

/**
 * Payload of `request-approval`, which keeps the token until somebody has answered. The task then succeeds with the answer,
 * or fails with `ApprovalRejected` (a node) or `PipelineErrored` (an action).
 */
export interface ApprovalEvent {
  readonly project: string;
  readonly runId: string;
  readonly generation: number;
  readonly node: string;
  readonly trial: readonly number[];
  readonly attempt: string;
  readonly moment: ApprovalMoment;
  readonly token: string;
}

/**
 * Payload of `finish-run` as the last state of the machine, or, with `finally`, before the nodes of `finally`: every other
 * node then gets its fate, and what the run will be without them is recorded for them. It answers a `FinishAnswer`.
 */
export interface FinishEvent {
  readonly project: string;
  readonly runId: string;
  readonly generation: number;
  readonly finally?: true;
  /** Instead: a nested pipeline's own node, whose fate follows from its nodes' and is recorded for this execution of it. */
  readonly node?: string;
  readonly trial?: readonly number[];
  readonly attempt?: string;
  /** With `finally`: the run's deadline has passed. */
  readonly late?: boolean;
  /** With `finally`: what ended the rest of the pipeline, where it did not reach its end. */
  readonly error?: string;
  readonly cause?: string;
}

export interface FinishAnswer {
  /** The run's status. */
  readonly status: string;
  readonly reason: string;
}
