/** How a state fails. `event` says which event tells it, where none has told it yet. */
export class StateFailure extends Error {
  readonly error: string;
  override readonly cause: string | undefined;
  /** Other names under which Retry and Catch find this failure. */
  readonly aliases: readonly string[];
  /** The field whose expression failed: then an EvaluationFailed event is due. */
  readonly location: string | undefined;
  /** Whether the cause already names the state, which AWS does once, at the innermost state. */
  readonly located: boolean;

  constructor(
    error: string,
    cause?: string,
    options: { readonly aliases?: readonly string[]; readonly location?: string; readonly located?: boolean } = {},
  ) {
    super(cause === undefined ? error : `${error}: ${cause}`);
    this.name = 'StateFailure';
    this.error = error;
    this.cause = cause;
    this.aliases = options.aliases ?? [];
    this.location = options.location;
    this.located = options.located ?? true;
  }
}

/** A failure that the interpreter found itself: its cause will be prefixed with the state's name. */
export const runtimeFailure = (error: string, cause: string, location?: string): StateFailure =>
  new StateFailure(error, cause, location === undefined ? { located: false } : { located: false, location });

/** What `$states.errorOutput` and a Catch's default output hold. */
export const errorOutput = (failure: StateFailure): { readonly Error: string; readonly Cause: string } => ({
  Error: failure.error,
  Cause: failure.cause ?? '',
});

/** The documentation calls this States.NoChoiceMatched; the service says States.Runtime, which nothing catches. */
export const noChoiceMatched = (): StateFailure =>
  runtimeFailure('States.Runtime', 'Failed to transition out of the state. The state does not point to a next state.');
