import type { ExecutionScope, TaskRequest } from '../interpreter/execution-scope.ts';
import { HaltedError } from '../interpreter/halt.ts';
import type { Json } from '../json/json.ts';
import { TaskError } from '../tasks/task-call.ts';

export type JobState =
  | { readonly kind: 'running' }
  | { readonly kind: 'succeeded'; readonly output: Json }
  /** `output` becomes the cause. */
  | { readonly kind: 'failed'; readonly output: Json };

/** Work that a service does on its own once it has taken it: what `.sync` waits for. */
export interface Job {
  submit(): Promise<Json>;
  look(submitted: Json): Promise<JobState>;
  stop(submitted: Json): Promise<unknown>;
  /** Resolves at the job's end, where its service tells of it; else it is looked at from time to time. */
  readonly ended?: ((submitted: Json) => Promise<void>) | undefined;
}

/** Many jobs here are short, so the first looks come soon. */
const FIRST_LOOK_MILLISECONDS = 25;
const LONGEST_LOOK_MILLISECONDS = 5_000;

/** A service that cannot be asked for a moment does not fail its jobs: as many looks in a row may fail. */
const MOST_FAILED_LOOKS = 8;

/** What will pass: no connection, a throttle, or a fault of the service's own. */
const isPassing = ({ error, cause = '' }: TaskError): boolean =>
  error.endsWith('.SdkClientException') || /Throttl|TooManyRequests|Status Code: 5\d\d/.test(`${error} ${cause}`);

const pause = ({ clock }: ExecutionScope, { halt }: TaskRequest, milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    let leave = (): void => undefined;
    const timer = clock.at(clock.now() + milliseconds, () => {
      leave();
      resolve();
    });
    leave = halt.onStop(() => {
      timer.cancel();
      resolve();
    });
  });

/** Until the job has ended, or this task is stopped. */
const untilEnded = (ended: Promise<void>, { halt }: TaskRequest): Promise<void> =>
  new Promise((resolve, reject) => {
    const leave = halt.onStop(resolve);
    ended.then(() => {
      leave();
      resolve();
    }, reject);
  });

/**
 * Submits a job, unless an earlier life of the process has, and waits for its end. A task that is stopped or times out
 * stops its job, as AWS does as well as it can; an engine that closes leaves it running (`closing`), and goes on waiting
 * when it is opened again.
 */
export const runJob = async (
  execution: ExecutionScope,
  request: TaskRequest,
  job: Job,
  closing: () => boolean,
): Promise<Json> => {
  let submitted = request.submittedOutput;
  if (submitted === undefined) {
    submitted = await job.submit();
    request.submitted(submitted);
  }
  let failedLooks = 0;
  for (let wait = FIRST_LOOK_MILLISECONDS; ; wait = Math.min(wait * 2, LONGEST_LOOK_MILLISECONDS)) {
    if (request.halt.stopped) {
      if (!closing()) await job.stop(submitted).catch(() => undefined);
      throw new HaltedError();
    }
    try {
      const state = await job.look(submitted);
      failedLooks = 0;
      if (state.kind === 'succeeded') return state.output;
      if (state.kind === 'failed') throw new TaskError('States.TaskFailed', JSON.stringify(state.output));
    } catch (error) {
      failedLooks++;
      if (!(error instanceof TaskError) || !isPassing(error) || failedLooks > MOST_FAILED_LOOKS) throw error;
    }
    await (job.ended === undefined ? pause(execution, request, wait) : untilEnded(job.ended(submitted), request));
  }
};
