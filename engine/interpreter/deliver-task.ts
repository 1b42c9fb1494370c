import type { TaskState } from '../asl/index.ts';
import type { Timer } from '../clock/clock.ts';
import { TaskError } from '../tasks/task-call.ts';
import type { HistoryEvent } from '../history/history-event.ts';
import type { TaskResource } from '../tasks/task-resource.ts';
import { parseJson, type Json } from '../json/json.ts';
import { emit, recall, type Visit } from './branch.ts';
import { createHalt, HaltedError } from './halt.ts';
import type { RecordedEvent } from './recorder.ts';
import { StateFailure } from './state-failure.ts';

export interface Delivery {
  readonly arguments: Json;
  /** Names this attempt within its execution. */
  readonly attemptPath: string;
  readonly label: string;
  /** Milliseconds since the epoch. An activity's task starts later, when a worker has it. */
  readonly startedAt: number;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
}

/** AWS gives no cause for a timeout. */
const timeout = (heartbeat: boolean): StateFailure =>
  new StateFailure('States.Timeout', undefined, heartbeat ? { aliases: ['States.HeartbeatTimeout'] } : {});

const isJob = (resource: TaskResource): boolean =>
  resource.kind === 'integration' && (resource.pattern === 'sync' || resource.pattern === 'sync:2');

const outputOf = ({ event }: RecordedEvent): Json => {
  const output = event.details?.['output'];
  return typeof output === 'string' ? parseJson(output) : null;
};

/**
 * Sends a task to its service and waits for its end: the service's answer, or the task token's return; the timeout, the
 * heartbeat, or the stop of the branch, whichever comes first.
 */
export const deliverTask = (visit: Visit<TaskState>, resource: TaskResource, delivery: Delivery): Promise<Json> =>
  new Promise((resolve, reject) => {
    const { branch, state } = visit;
    const { execution, halt } = branch;
    const { clock } = execution;
    const { taskToken } = visit;
    // A job outlives the wait for it unless it is told to stop.
    const work = isJob(resource) ? createHalt(halt) : halt;
    const timers: { timeout?: Timer; heartbeat?: Timer } = {};
    let leave: (() => void)[] = [];
    let ended = false;

    const end = (act: () => void): void => {
      if (ended) return;
      ended = true;
      timers.timeout?.cancel();
      timers.heartbeat?.cancel();
      for (const action of leave) action();
      leave = [];
      act();
    };
    const beatKey = `${visit.path}:beat${delivery.label}`;
    const awaitBeat = (since: number): void => {
      if (delivery.heartbeatSeconds === undefined || ended) return;
      timers.heartbeat?.cancel();
      timers.heartbeat = clock.at(since + delivery.heartbeatSeconds * 1000, () => end(() => reject(timeout(true))));
    };
    const beat = (): void => {
      if (delivery.heartbeatSeconds === undefined || ended) return;
      const now = clock.now();
      execution.recorder.renote(beatKey, now);
      awaitBeat(now);
    };
    const awaitFirstBeat = (startedAt: number): void =>
      awaitBeat(Number(execution.recorder.noted(beatKey) ?? startedAt));
    // https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html: the count begins when the start is in the history.
    const awaitTimeout = (startedAt: number): void => {
      if (delivery.timeoutSeconds === undefined || ended) return;
      timers.timeout = clock.at(startedAt + delivery.timeoutSeconds * 1000, () =>
        end(() => {
          if (work !== halt) work.stop();
          reject(timeout(false));
        }),
      );
    };
    const submitted = (output: Json): void => {
      if (ended || resource.kind === 'lambda' || resource.kind === 'activity') return;
      emit(branch, visit.path, `submitted${delivery.attemptPath}`, 'TaskSubmitted', {
        resourceType: resource.resourceType,
        resource: resource.resource,
        output: JSON.stringify(output),
        outputDetails: { truncated: false },
      });
    };

    if (halt.stopped) {
      reject(new HaltedError());
      return;
    }
    leave.push(halt.onStop(() => end(() => reject(new HaltedError()))));
    if (resource.kind !== 'activity') awaitTimeout(delivery.startedAt);
    const listen = (token: string): void => {
      leave.push(
        execution.tokens.listen(token, {
          heartbeat: beat,
          ended: (outcome) =>
            end(() => {
              if (outcome.kind === 'success') resolve(outcome.output);
              else reject(new TaskError(outcome.error, outcome.cause));
            }),
        }),
      );
    };
    if (resource.kind === 'activity') {
      const startedKey = `started${delivery.label}`;
      const began = (worker: string | undefined): boolean => {
        let started: HistoryEvent;
        try {
          started = emit(
            branch,
            visit.path,
            startedKey,
            'ActivityStarted',
            worker === undefined ? {} : { workerName: worker },
          );
        } catch (error) {
          // A full history ends the task, and not the worker that asked for one.
          end(() => reject(error instanceof Error ? error : new TaskError('States.TaskFailed', String(error))));
          return false;
        }
        awaitTimeout(started.timestamp);
        awaitFirstBeat(started.timestamp);
        return true;
      };
      const inProcess = execution.tasks.inProcess({
        resource: state.Resource,
        stateName: visit.name,
        arguments: delivery.arguments,
      });
      if (inProcess) {
        if (!began(undefined)) return;
      } else {
        const token = execution.tokens.issue(delivery.attemptPath);
        listen(token);
        const known = recall(branch, visit.path, startedKey);
        if (known === undefined) {
          const task = { token, input: JSON.stringify(delivery.arguments), started: began };
          leave.push(execution.activities.schedule(resource.activityArn, task));
        } else {
          // A worker had fetched it before the restart: only its token is awaited.
          branch.lastEventId = known.event.id;
          awaitTimeout(known.event.timestamp);
          awaitFirstBeat(known.event.timestamp);
        }
        return;
      }
    }
    if (taskToken !== undefined) {
      awaitFirstBeat(delivery.startedAt);
      listen(taskToken);
      // The request was accepted before the restart: only the token is awaited.
      if (recall(branch, visit.path, `submitted${delivery.attemptPath}`) !== undefined) return;
    }
    const earlier = isJob(resource) ? recall(branch, visit.path, `submitted${delivery.attemptPath}`) : undefined;
    if (earlier !== undefined) branch.lastEventId = earlier.event.id;
    const request = {
      resource: state.Resource,
      stateName: visit.name,
      arguments: delivery.arguments,
      mapIndices: branch.mapIndices,
      retryCount: visit.retryCount,
      ...(taskToken === undefined ? {} : { taskToken }),
      idempotencyKey: `${execution.arn}${delivery.attemptPath}:${execution.redriveCount}`,
      halt: work,
      ...(earlier === undefined ? {} : { submittedOutput: outputOf(earlier) }),
      submitted,
    };
    execution.tasks
      .run(execution, request)
      .then((result) => {
        if (taskToken === undefined) end(() => resolve(result));
        else if (!ended) submitted(result);
      })
      // Also of what could not be recorded: a history that is full.
      .catch((error: unknown) =>
        end(() => reject(error instanceof Error ? error : new TaskError('States.TaskFailed', String(error)))),
      );
  });
