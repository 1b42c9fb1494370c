import { CommandError } from '../command-error.ts';
import type { ApiConnection } from '../connection/api-connection.ts';
import { exitCodes } from '../exit-codes.ts';
import { watchInterrupts } from '../interrupts.ts';
import type { ProgressRenderer } from '../progress/progress-renderer.ts';

export interface RunInterrupts extends Disposable {
  /** Aborted when the command shall end without the run. */
  readonly signal: AbortSignal;
  /**
   * The run is being started now. A request under way cannot be taken back by a Ctrl-C: what it starts is stopped, or left,
   * once it is known. The signal of that request is aborted only where its answer cannot be waited for.
   */
  starting(): AbortSignal;
  /** From now on there is a run to stop or to leave. */
  started(runId: string): void;
  /** The command has nothing more to do with its run; what is still waited for are runs of other commands. */
  done(): void;
}

export interface InterruptParts {
  readonly connection: ApiConnection;
  readonly progress: ProgressRenderer;
  /** See `locationWords`. */
  readonly location: string;
  /** The last thing to do before the command ends at once. */
  readonly atLast: () => void;
}

/**
 * Ctrl-C while a run is followed. On an embedded cloud the run is stopped, and followed to its end; elsewhere it goes on
 * alone, and the user is told how to come back. Once more ends the command at once.
 */
export function endOnInterrupt({ connection, progress, location, atLast }: InterruptParts): RunInterrupts {
  const abort = new AbortController();
  const cut = new AbortController();
  let phase: 'preparing' | 'starting' | 'following' | 'done' = 'preparing';
  let runId = '';
  let wanted = false;

  const leave = (message: string, hint: string): void =>
    abort.abort(new CommandError(message, { reason: 'interrupted', hint }));
  const leaveOthers = (): void =>
    leave('left the runs of other commands', 'what is done is kept; the next slipway run goes on with them');
  const stopOrLeave = (): void => {
    if (connection.kind === 'embedded') {
      progress.note(`stopping run ${runId}; Ctrl-C once more ends at once`);
      connection.client.stopRun({ runId }).catch((error: unknown) => abort.abort(error));
      return;
    }
    leave(
      `left run ${runId}, which goes on`,
      `look at it with: slipway runs show ${runId}${location}; end it with: slipway runs stop ${runId}${location}`,
    );
  };

  const unwatch = watchInterrupts({
    first() {
      wanted = true;
      if (phase === 'done') leaveOthers();
      else if (phase === 'following') stopOrLeave();
      else if (phase === 'starting') progress.note('the run is just being started; Ctrl-C once more ends at once');
      else leave('interrupted before the run was started', 'start it again with the same command');
    },
    second() {
      progress.end();
      atLast();
      process.exit(exitCodes.interrupted);
    },
    terminated(signal) {
      if (phase === 'done') leaveOthers();
      else if (phase === 'preparing')
        leave(`ended by ${signal} before the run was started`, 'start it again with the same command');
      else if (phase === 'starting')
        leave(`ended by ${signal} while the run was being started`, 'slipway runs list shows whether it was');
      else if (connection.kind === 'embedded')
        leave(
          `ended by ${signal} while run ${runId} was at work`,
          'what is done is kept; the next command goes on with it',
        );
      else leave(`ended by ${signal}; run ${runId} goes on`, `look at it with: slipway runs show ${runId}${location}`);
      cut.abort(abort.signal.reason);
    },
  });

  return {
    signal: AbortSignal.any([abort.signal, connection.gone]),
    starting() {
      phase = 'starting';
      return AbortSignal.any([cut.signal, connection.gone]);
    },
    started(id) {
      runId = id;
      phase = 'following';
      if (wanted) stopOrLeave();
    },
    done() {
      phase = 'done';
    },
    [Symbol.dispose]: unwatch,
  };
}
