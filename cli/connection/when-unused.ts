import type { SlipwayClient } from '../../client/slipway-client.ts';
import { SlipwayApiError } from '../../client/slipway-api-error.ts';
import { hasEnded, waitForRun } from '../../client/wait-for-run.ts';
import type { LocalCloud } from '../../local/local-cloud.ts';
import type { CommandContext } from '../command-context.ts';

export interface WhenUnusedOptions {
  readonly cloud: LocalCloud;
  readonly client: SlipwayClient;
  /** Runs that nobody else has asked for: the command's own, and those that a former one left behind. */
  readonly except: readonly (string | undefined)[];
  /** Aborted: wait no longer. */
  readonly signal: AbortSignal;
}

/**
 * A cloud in this process is left once no other command is attached to it and the runs that such commands began, without
 * waiting for them, have ended: elsewhere nobody would carry them on.
 */
export async function whenUnused(
  context: CommandContext,
  { cloud, client, except, signal }: WhenUnusedOptions,
): Promise<void> {
  const settled = new Set(except);
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  while (!signal.aborted) {
    if (cloud.attachedCount() > 0) {
      context.tell('another command still uses this local cloud; it ends after that one');
      await Promise.race([cloud.whenUnattached(), aborted]);
    }
    const runs = await runsAtWork(cloud, client, settled);
    if (runs.length === 0 && cloud.attachedCount() === 0) return;
    if (runs.length > 0) context.tell(`this local cloud ends after ${runs.join(', ')}, begun by another command`);
    for (const runId of runs) {
      settled.add(runId);
      const run = await waitForRun(client, runId, { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
      if (run !== undefined) context.tell(`run ${runId}: ${run.status}`);
    }
  }
}

/** Its machine outlives a run a moment, so that the API says whether the run has its fate. */
async function runsAtWork(
  cloud: LocalCloud,
  client: SlipwayClient,
  settled: ReadonlySet<string | undefined>,
): Promise<readonly string[]> {
  const named = new Set((await cloud.running()).map(runIdOfExecution));
  const atWork: string[] = [];
  for (const runId of named) {
    if (settled.has(runId)) continue;
    const run = await client.getRun({ runId }).catch((error: unknown) => {
      // An execution that somebody started by Step Functions' own protocol is no run.
      if (!(error instanceof SlipwayApiError)) throw error;
    });
    if (run !== undefined && !hasEnded(run)) atWork.push(runId);
  }
  return atWork;
}

/** Executions are named `<runId>-<generation>`. */
export function runIdOfExecution(name: string): string {
  return name.replace(/-\d+$/u, '');
}
