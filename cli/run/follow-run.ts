import type { RunResource } from '../../api/schemas/run.ts';
import { waitForRun, WaitTimeoutError } from '../../client/wait-for-run.ts';
import type { SlipwayClient } from '../../client/slipway-client.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import type { ApiConnection, ConnectionOptions } from '../connection/api-connection.ts';
import type { ConnectOptions } from '../connection/connect.ts';
import { connect } from '../connection/connect.ts';
import { locationWords } from '../connection/location-words.ts';
import { exitCodeOfRun } from '../exit-code-of.ts';
import { createRenderer } from '../progress/choose-renderer.ts';
import type { ProgressRenderer } from '../progress/progress-renderer.ts';
import { reportRun } from '../report/report-run.ts';
import { endOnInterrupt } from './end-on-interrupt.ts';
import { keepOutputs } from './keep-outputs.ts';
import { waitForResumed } from './wait-for-resumed.ts';

export interface FollowOptions extends ConnectionOptions {
  readonly wait?: true;
  readonly timeout?: number;
  /** Folder for the files of the run's last nodes; implies waiting. */
  readonly outputs?: string;
  readonly json?: true;
}

/** Sets a run to work, by the API. */
export type BeginRun = (
  client: SlipwayClient,
  progress: Pick<ProgressRenderer, 'note'>,
  signal: AbortSignal,
) => Promise<RunResource>;

/** Finds the API, has it begin a run, follows that to its end where it is to be waited for, and reports. */
export async function followRun(
  context: CommandContext,
  options: FollowOptions & Pick<ConnectOptions, 'onlyExisting'>,
  begin: BeginRun,
): Promise<void> {
  const progress = await createRenderer(context, options.json === true);
  const connection = await connect(context, options);
  // Marks are for `npm run bench:overhead -- --timeline`.
  performance.mark('slipway: the API is there');
  try {
    for (const runId of connection.resumedRuns) progress.note(`run ${runId}, which was interrupted, goes on`);
    await followOn(connection, { context, options, progress, begin });
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    throw new CommandError(error.message, {
      reason: 'waitTimedOut',
      hint:
        connection.kind === 'embedded'
          ? 'its local cloud ended with this command; what is done is kept, and the next command goes on with it'
          : `it goes on; see it with: slipway runs show ${error.runId}${locationWords(options)}`,
    });
  } finally {
    await connection.close();
    performance.mark('slipway: the cloud has ended');
  }
}

/** A limit of waiting and files of the end make no sense without waiting. */
function waits({ wait, timeout, outputs }: FollowOptions): boolean {
  return wait === true || timeout !== undefined || outputs !== undefined;
}

interface FollowParts {
  readonly context: CommandContext;
  readonly options: FollowOptions;
  readonly progress: ProgressRenderer;
  readonly begin: BeginRun;
}

async function followOn(connection: ApiConnection, { context, options, progress, begin }: FollowParts): Promise<void> {
  const { client, kind, place } = connection;
  const json = options.json === true;
  const location = locationWords(options);
  using interrupts = endOnInterrupt(connection, progress, location);
  const { signal } = interrupts;
  try {
    const run = await begin(client, progress, signal);
    interrupts.started(run.runId);
    performance.mark('slipway: the run is started');
    progress.note(`run ${run.runId} of ${run.pipeline} on ${place}`);
    if (!waits(options) && kind !== 'embedded') {
      context.print(json ? JSON.stringify({ type: 'started', runId: run.runId, status: run.status }) : run.runId);
      progress.note(`look at it with: slipway runs show ${run.runId}${location}`);
      return;
    }
    const { timeout } = options;
    const startedAt = performance.now();
    const ended = await waitForRun(client, run.runId, {
      signal,
      onProgress: (state) => progress.update(state),
      ...(timeout === undefined ? {} : { timeoutMs: timeout * 1000 }),
    });
    performance.mark('slipway: the run has ended');
    progress.end();
    if (options.outputs !== undefined) await keepOutputs(context, client, ended, options.outputs);
    await reportRun(context, client, ended, { json, location });
    context.exitWith(exitCodeOfRun(ended.status));
    interrupts.ended();
    const spent = performance.now() - startedAt;
    const timeoutMs = timeout === undefined ? undefined : timeout * 1000 - spent;
    await waitForResumed(context, connection, { except: run.runId, signal, timeoutMs });
  } finally {
    progress.end();
  }
}
