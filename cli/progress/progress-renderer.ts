import type { RunDetailResource } from '../../api/schemas/run.ts';
import type { TransferProgress } from '../../client/node/transfer-progress.ts';
import type { Transfer } from './transfer-words.ts';

/** How a run and its files are shown while they are waited for. Chosen once a command: on a terminal, as plain lines, or as NDJSON. */
export interface ProgressRenderer {
  /** The run as it is now. */
  update(run: RunDetailResource): void;
  /** A file sets out, the one before it has come; gives what is to be told how far it is. */
  transfer(transfer: Transfer): (progress: TransferProgress) => void;
  /** A message between the lines of progress. */
  note(text: string): void;
  /** Nothing is at work for now; the screen is left tidy. */
  end(): void;
}

/** What every renderer is made from. */
export interface RendererOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
