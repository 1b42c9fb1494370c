import { CommandError } from '../command-error.ts';
import type { ApiConnection } from '../connection/api-connection.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ProgressRenderer } from '../progress/progress-renderer.ts';
import { watchInterrupts } from '../interrupts.ts';

export interface RunInterrupts extends Disposable {
  /** Aborted when the command shall end without the run. */
  readonly signal: AbortSignal;
  /** From now on there is a run to stop or to leave. */
  started(runId: string): void;
  /** The run has its fate; what is still waited for are runs of former commands, which a later one can go on with. */
  ended(): void;
}

const LEFT_RESUMED = 'left the runs that were interrupted before';
const LEFT_RESUMED_HINT = 'what is done is kept; the next slipway run goes on with them';

/**
 * Ctrl-C while a run is followed. On an embedded cloud the run is stopped, and followed to its end; elsewhere it goes on
 * alone, and the user is told how to come back, with `location` (see `locationWords`). Once more ends the command at once.
 */
export function endOnInterrupt(connection: ApiConnection, progress: ProgressRenderer, location: string): RunInterrupts {
  const abort = new AbortController();
  let runId: string | undefined;
  let hasEnded = false;

  const leave = (message: string, hint: string): void =>
    abort.abort(new CommandError(message, { reason: 'interrupted', hint }));
  const stopRun = (id: string): void => {
    progress.note(`stopping run ${id}; Ctrl-C once more ends at once`);
    connection.client.stopRun({ runId: id }).catch((error: unknown) => abort.abort(error));
  };

  const unwatch = watchInterrupts({
    first() {
      if (hasEnded) leave(LEFT_RESUMED, LEFT_RESUMED_HINT);
      else if (runId === undefined)
        leave('interrupted before the run was started', 'start it again with the same command');
      else if (connection.kind === 'embedded') stopRun(runId);
      else
        leave(
          `left run ${runId}, which goes on`,
          `look at it with: slipway runs show ${runId}${location}; end it with: slipway runs stop ${runId}${location}`,
        );
    },
    second() {
      progress.end();
      process.exit(exitCodes.interrupted);
    },
    terminated(signal) {
      if (hasEnded) leave(LEFT_RESUMED, LEFT_RESUMED_HINT);
      else if (runId === undefined || connection.kind !== 'embedded')
        leave(`ended by ${signal}`, 'a run that was started goes on');
      else
        leave(
          `ended by ${signal} while run ${runId} was at work`,
          'what is done is kept; the next command goes on with it',
        );
    },
  });

  return {
    signal: abort.signal,
    started: (id) => {
      runId = id;
    },
    ended: () => {
      hasEnded = true;
    },
    [Symbol.dispose]: unwatch,
  };
}
