import type { StepContext, StepParameter, InputFile } from '../step-context.ts';

/** What a worker thread is made with. */
export interface WorkerData {
  /** URL of the module that holds the step, and the export that is the step. */
  readonly stepUrl: string;
  readonly exportName: string;
  /** One 32-bit integer: bytes that were printed and not yet taken in by the main thread. */
  readonly printed: SharedArrayBuffer;
}

export interface StepJob {
  /** Grows with every delivery of an environment, so that a late message is known as such. */
  readonly id: number;
  readonly parameters: Readonly<Record<string, StepParameter>>;
  readonly inputs: Readonly<Record<string, { readonly files: readonly InputFile[] }>>;
  readonly outputsDirectory: string;
  readonly environmentVariables: Readonly<Record<string, string>>;
  readonly execution: StepContext['execution'];
  readonly run?: NonNullable<StepContext['run']>;
}

export type MessageToWorker =
  | { readonly kind: 'run'; readonly job: StepJob }
  | { readonly kind: 'abort'; readonly id: number; readonly reason: string };

export interface OutputNote {
  readonly mediaType: string | undefined;
  readonly metadata: Readonly<Record<string, unknown>> | undefined;
}

export interface ThrownError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  /** Node's code, such as `ENOSPC`. */
  readonly code?: string;
}

export type MessageFromWorker =
  | {
      readonly kind: 'printed';
      /** Of the delivery whose code printed it; absent: the step's module, as it was loaded. */
      readonly id?: number;
      readonly stream: 'stdout' | 'stderr';
      readonly text: string;
      readonly at: number;
    }
  | { readonly kind: 'noted'; readonly id: number; readonly path: string; readonly note: OutputNote }
  /** `outputs`: the step has asked for its outputs folder. */
  | { readonly kind: 'returned'; readonly id: number; readonly outputs: boolean }
  | { readonly kind: 'threw'; readonly id: number; readonly outputs: boolean; readonly error: ThrownError }
  /** The step's module cannot be used at all; no delivery will succeed in this worker. */
  | { readonly kind: 'unloadable'; readonly id: number; readonly error: ThrownError };
