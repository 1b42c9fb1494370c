import type { RunDetailResource } from '../../api/schemas/run.ts';

/** How a run is shown while it is waited for. Chosen once a command: on a terminal, as plain lines, or as NDJSON. */
export interface ProgressRenderer {
  /** The run as it is now. */
  update(run: RunDetailResource): void;
  /** A message between the lines of progress. */
  note(text: string): void;
  /** No more updates come; the screen is left tidy. */
  end(): void;
}

/** What every renderer is made from. */
export interface RendererOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
