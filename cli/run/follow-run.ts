import type { RunResource } from '../../api/schemas/run.ts';
import type { SlipwayClient } from '../../client/slipway-client.ts';
import { waitForRun, WaitTimeoutError } from '../../client/wait-for-run.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import type { ApiConnection, ConnectionOptions } from '../connection/api-connection.ts';
import type { ConnectOptions } from '../connection/connect.ts';
import { connect } from '../connection/connect.ts';
import { locationWords } from '../connection/location-words.ts';
import { whatHappened } from '../connection/what-happened.ts';
import { exitCodeOfRun } from '../exit-code-of.ts';
import { createRenderer } from '../progress/choose-renderer.ts';
import type { ProgressRenderer } from '../progress/progress-renderer.ts';
import { reportRun } from '../report/report-run.ts';
import { endOnInterrupt, type RunInterrupts } from './end-on-interrupt.ts';
import { keepOutputs, requireOutputFolder } from './keep-outputs.ts';
import { resultLine, type ResultLine } from './result-line.ts';
import { waitForResumed } from './wait-for-resumed.ts';

export interface FollowOptions extends ConnectionOptions {
  readonly wait?: true;
  readonly timeout?: number;
  /** Folder for the files of the run's last nodes; implies waiting. */
  readonly outputs?: string;
  readonly json?: true;
}

export interface Beginning {
  readonly progress: ProgressRenderer;
  /** Of everything before the run is started. */
  readonly signal: AbortSignal;
  /** Called right before the request that starts the run; gives that request its signal. */
  readonly starting: RunInterrupts['starting'];
}

/** Sets a run to work, by the API. */
export type BeginRun = (client: SlipwayClient, beginning: Beginning) => Promise<RunResource>;

/** Finds the API, has it begin a run, follows that to its end where it is to be waited for, and reports. */
export async function followRun(
  context: CommandContext,
  options: FollowOptions & Pick<ConnectOptions, 'onlyExisting'>,
  begin: BeginRun,
): Promise<void> {
  if (options.outputs !== undefined) await requireOutputFolder(context, options.outputs);
  const location = locationWords(options);
  const progress = await createRenderer(context, options.json === true);
  const result = resultLine(context, options.json === true);
  const connection = await connect(context, options);
  using interrupts = endOnInterrupt({ connection, progress, location, atLast: () => result.tell() });
  const { signal } = interrupts;
  // Marks are for `npm run bench:overhead -- --timeline`.
  performance.mark('slipway: the API is there');
  try {
    for (const runId of connection.resumedRuns) progress.note(`run ${runId}, which was interrupted, goes on`);
    await followOn(connection, { context, options, progress, result, interrupts, location, begin });
  } catch (error) {
    if (error instanceof WaitTimeoutError) throw waitTimedOut(error, connection, location);
    throw await whatHappened(error, connection);
  } finally {
    progress.end();
    result.tell();
    interrupts.done();
    await connection.close({ except: result.runId, signal });
    performance.mark('slipway: the cloud has ended');
  }
  // Where the command was interrupted while it waited for others to leave its cloud.
  if (connection.kind === 'embedded') signal.throwIfAborted();
}

function waitTimedOut(error: WaitTimeoutError, { kind }: ApiConnection, location: string): CommandError {
  return new CommandError(error.message, {
    reason: 'waitTimedOut',
    hint:
      kind === 'embedded'
        ? 'its local cloud ended with this command; what is done is kept, and the next command goes on with it'
        : `it goes on; see it with: slipway runs show ${error.runId}${location}`,
  });
}

/** A limit of waiting and files of the end make no sense without waiting. */
function waits({ wait, timeout, outputs }: FollowOptions): boolean {
  return wait === true || timeout !== undefined || outputs !== undefined;
}

interface FollowParts {
  readonly context: CommandContext;
  readonly options: FollowOptions;
  readonly progress: ProgressRenderer;
  readonly result: ResultLine;
  readonly interrupts: RunInterrupts;
  readonly location: string;
  readonly begin: BeginRun;
}

async function followOn(connection: ApiConnection, parts: FollowParts): Promise<void> {
  const { context, options, progress, result, interrupts, location, begin } = parts;
  const { client, kind, place } = connection;
  const { signal } = interrupts;
  const json = options.json === true;
  const run = await begin(client, { progress, signal, starting: () => interrupts.starting() });
  result.know(run);
  interrupts.started(run.runId);
  performance.mark('slipway: the run is started');
  progress.note(`run ${run.runId} of ${run.pipeline} on ${place}`);
  if (!waits(options) && kind !== 'embedded') {
    if (!json) context.print(run.runId);
    progress.note(`look at it with: slipway runs show ${run.runId}${location}`);
    signal.throwIfAborted();
    if (json) result.know(await client.getRun({ runId: run.runId }, { signal }));
    return;
  }
  const { timeout } = options;
  const startedAt = performance.now();
  const ended = await waitForRun(client, run.runId, {
    signal,
    onProgress: (state) => {
      result.know(state);
      progress.update(state);
    },
    ...(timeout === undefined ? {} : { timeoutMs: timeout * 1000 }),
  });
  performance.mark('slipway: the run has ended');
  context.exitWith(exitCodeOfRun(ended.status));
  progress.end();
  // A report is the last line of JSON, and the first thing that a person wants to see.
  if (!json) await reportRun(context, client, ended, location);
  if (options.outputs !== undefined) {
    await keepOutputs(context, client, ended, { folder: options.outputs, progress, signal });
  }
  result.tell();
  interrupts.done();
  const spent = performance.now() - startedAt;
  const timeoutMs = timeout === undefined ? undefined : timeout * 1000 - spent;
  await waitForResumed(context, connection, { except: run.runId, signal, timeoutMs });
}
