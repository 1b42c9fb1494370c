import { waitForRun, WaitTimeoutError } from '../../client/wait-for-run.ts';
import type { CommandContext } from '../command-context.ts';
import type { ApiConnection } from '../connection/api-connection.ts';

export interface WaitForResumedOptions {
  /** The command's own run, which has ended. */
  readonly except: string;
  readonly signal: AbortSignal;
  /** What is left of the user's patience; for ever unless told. */
  readonly timeoutMs: number | undefined;
}

/**
 * Runs that a former command left behind go on only as long as this process does: an embedded cloud stays until they have
 * ended, too. Their fates are told on stderr and change nothing about the command's own.
 */
export async function waitForResumed(
  context: CommandContext,
  { client, resumedRuns }: ApiConnection,
  { except, signal, timeoutMs }: WaitForResumedOptions,
): Promise<void> {
  const deadline = timeoutMs === undefined ? undefined : performance.now() + timeoutMs;
  for (const runId of resumedRuns) {
    if (runId === except) continue;
    const left = deadline === undefined ? {} : { timeoutMs: Math.max(0, deadline - performance.now()) };
    try {
      const { status } = await waitForRun(client, runId, { signal, ...left });
      context.tell(`run ${runId}: ${status}`);
    } catch (error) {
      if (!(error instanceof WaitTimeoutError)) throw error;
      context.tell(`run ${runId}: still ${error.run?.status ?? 'running'}; the next slipway run goes on with it`);
    }
  }
}
