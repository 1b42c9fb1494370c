import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { watchInterrupts } from '../interrupts.ts';
import type { ApiConnection, ConnectionOptions } from './api-connection.ts';
import { connect } from './connect.ts';
import { whatHappened } from './what-happened.ts';

/** Talks to the API and leaves it again, however the talk ends; `signal` ends it with Ctrl-C and with the cloud. */
export async function withApi<T>(
  context: CommandContext,
  options: ConnectionOptions,
  talk: (connection: ApiConnection, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const connection = await connect(context, { ...options, onlyExisting: true });
  const abort = new AbortController();
  const leave = (): void => abort.abort(new CommandError('interrupted', { reason: 'interrupted' }));
  const unwatch = watchInterrupts({
    first: leave,
    second: () => process.exit(exitCodes.interrupted),
    terminated: leave,
  });
  const signal = AbortSignal.any([abort.signal, connection.gone]);
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  try {
    return await Promise.race([talk(connection, signal), ended]);
  } catch (error) {
    throw abort.signal.aborted ? error : await whatHappened(error, connection);
  } finally {
    await connection.close({ signal });
    unwatch();
  }
}
