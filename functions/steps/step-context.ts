import type { Readable } from 'node:stream';

/** A parameter as a step receives it, cast to the step's declared type; a list where the parameter is `multiple`. */
export type StepParameter = string | number | boolean | null | readonly (string | number | boolean)[];

/** The execution that wrote an input file, so that a gathering step knows which trial each file came from. */
export interface FileProducer {
  readonly runId: string;
  readonly node: string;
  readonly executionId: string;
  /** Indices of the producer's axes, outer first; empty outside a sweep. */
  readonly trial: readonly number[];
  readonly parameters: Readonly<Record<string, StepParameter>>;
}

/** One file of an input, already on disk. The fields beyond `producer` are those of Valohai's inputs.json. */
export interface InputFile {
  /** Base name, or the step's `filename`. */
  readonly name: string;
  /** Absolute path to read from. */
  readonly path: string;
  readonly uri: string;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex; absent for a source that Slipway does not own. */
  readonly checksums: { readonly sha256?: string };
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly producer?: FileProducer;
}

export interface OutputOptions {
  /** Kept with the artifact, as a Valohai sidecar `<file>.metadata.json` would be. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly mediaType?: string;
}

/**
 * What a step's handler receives: `export default async (context: StepContext) => { ... }`.
 *
 * @example
 * export default async ({ parameters, inputs, outputs, metadata }: StepContext) => {
 *   const text = await readFile(inputs['notes'].files[0].path, 'utf8');
 *   metadata({ length: text.length });
 *   await outputs.write('upper.txt', text.toUpperCase());
 * };
 */
export interface StepContext {
  readonly parameters: Readonly<Record<string, StepParameter>>;
  /** Every input that the step declares is present; `files` is empty for an optional one that nothing fills. */
  readonly inputs: Readonly<Record<string, { readonly files: readonly InputFile[] }>>;
  readonly outputs: {
    /** Absolute folder whose files are uploaded when the step ends, however it ends. */
    readonly directory: string;
    /** Writes one output; `path` is relative and stays inside the folder, else it throws. */
    write(
      path: string,
      data: string | Uint8Array | Readable | AsyncIterable<Uint8Array>,
      options?: OutputOptions,
    ): Promise<void>;
  };
  /** Records metrics or values for edges: prints one JSON line on stdout, which any language may do by itself. */
  readonly metadata: (values: Readonly<Record<string, unknown>>) => void;
  /** Aborted when the run is stopped or the deadline is near. */
  readonly signal: AbortSignal;
  /**
   * In a node of `finally`: what the run has come to without it. A command has the same in `SLIPWAY_RUN_STATUS` and, as a JSON
   * list of names, `SLIPWAY_FAILED_NODES`.
   */
  readonly run?: {
    readonly status: 'succeeded' | 'failed' | 'stopped';
    readonly reason?: string;
    readonly failedNodes: readonly {
      readonly node: string;
      readonly status: 'failed' | 'errored';
      readonly reason?: string;
    }[];
  };
  readonly execution: {
    readonly project: string;
    readonly runId: string;
    readonly node: string;
    readonly executionId: string;
    readonly trial: readonly number[];
  };
}

export type StepHandler = (context: StepContext) => Promise<unknown>;
