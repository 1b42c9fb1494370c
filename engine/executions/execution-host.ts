import type { Clock } from '../clock/clock.ts';
import type { EngineLimits } from '../engine-limits.ts';
import type { Branch } from '../interpreter/branch.ts';
import type { ActivityTasks, ExecutionScope, TaskRunner } from '../interpreter/execution-scope.ts';
import { createHalt, HaltedError } from '../interpreter/halt.ts';
import type { Recorder } from '../interpreter/recorder.ts';
import { runFlow } from '../interpreter/run-flow.ts';
import { StateFailure } from '../interpreter/state-failure.ts';
import type { HistoryEvent } from '../history/history-event.ts';
import type { Journal } from '../journal/journal.ts';
import { parseJson, type JsonFields } from '../json/json.ts';
import { payload, payloadText, type Payload } from '../json/payload.ts';
import type { Account } from './arn.ts';
import { createRecorder, type RecorderNeeds } from './create-recorder.ts';
import type { Execution } from './execution.ts';
import { endToldBy, EVENT_OF, TIMED_OUT, type End } from './execution-end.ts';
import type { MachineDeletion } from './machine-deletion.ts';
import type { ExecutionStore } from './execution-store.ts';
import type { ExecutionStatus, StoredExecution } from '../journal/stored-execution.ts';
import { openAttempts } from './open-attempts.ts';
import { openMapRun, type MapRunNeeds } from './open-map-run.ts';
import type { TaskTokenRegistry } from './task-tokens.ts';

export interface HostNeeds {
  readonly account: Account;
  readonly seed: string;
  readonly clock: Clock;
  readonly limits: EngineLimits;
  readonly journal: Journal;
  readonly store: ExecutionStore;
  readonly tasks: TaskRunner;
  readonly tokens: TaskTokenRegistry;
  readonly observe: ((event: HistoryEvent, executionArn: string) => void) | undefined;
  /** Whether children of Map Runs are forgotten when they have succeeded. */
  readonly forgetChildren: boolean;
  readonly activities: ActivityTasks;
  readonly deletion: MachineDeletion;
  /** Tells of a status, once it is durable. */
  readonly changed: (execution: Pick<Execution, 'stored' | 'eventCount'>) => void;
}

/** Runs executions: starts them, resumes them after a restart, ends them. */
export interface ExecutionHost {
  start(stored: StoredExecution): Execution;
  resume(execution: Execution): void;
  /** Lets an execution that did not succeed go on where it stopped. Whether it may is for the caller to know. */
  redrive(execution: Execution, change: Pick<StoredExecution, 'redriveToken' | 'parentRedriveCount'>): void;
  stop(execution: Execution, error: string | undefined, cause: string | undefined): void;
  /** Resolves when the execution has ended and its end is durable. Rejects when the engine ends before. */
  ended(execution: Execution): Promise<void>;
  /** Nothing runs any more; nothing is recorded. `reason` is for those who wait for an execution. */
  close(reason: (execution: StoredExecution) => Error): void;
}

export const createExecutionHost = (needs: HostNeeds): ExecutionHost => {
  const { account, seed, clock, limits, journal, store, tasks, tokens, activities, deletion, changed } = needs;
  let closedFor: ((execution: StoredExecution) => Error) | undefined;

  const announce = (execution: Execution): void => {
    const { stored } = execution;
    const tell = (): void => {
      if (closedFor !== undefined) return;
      if (stored.machineType === 'STANDARD') changed({ stored, eventCount: execution.eventCount });
      if (stored.status === 'RUNNING') return;
      // It may have been redriven since.
      if (execution.stored === stored) execution.rest();
      for (const waiter of execution.endWaiters ?? []) waiter.resolve();
      execution.endWaiters = undefined;
    };
    const committed = journal.committed();
    if (committed === undefined) tell();
    else committed.then(tell, () => undefined);
  };

  const end = (
    execution: Execution,
    recorder: Recorder,
    status: Exclude<ExecutionStatus, 'RUNNING'>,
    previousEventId: number,
    { output, error, cause }: End,
  ): void => {
    if (execution.stored.status !== 'RUNNING' || closedFor !== undefined) return;
    const told = endToldBy(execution);
    if (told !== undefined) {
      conclude(execution, told.status, told);
      return;
    }
    const details: JsonFields = {};
    if (output !== undefined) {
      details['output'] = output;
      details['outputDetails'] = { truncated: false };
    }
    if (error !== undefined) details['error'] = error;
    if (cause !== undefined) details['cause'] = cause;
    const { timestamp } = recorder.record('', EVENT_OF[status], previousEventId, details);
    conclude(execution, status, { stopDate: timestamp, output, error, cause });
  };

  const conclude = (
    execution: Execution,
    status: Exclude<ExecutionStatus, 'RUNNING'>,
    { stopDate, output, error, cause }: End & { readonly stopDate: number },
  ): void => {
    // A time-out is named in its event only, as on AWS.
    const named = status === 'TIMED_OUT' ? {} : { output, error, cause };
    store.saveExecution(execution, { status, stopDate, ...named });
    execution.halt?.stop();
    execution.halt = undefined;
    deletion.ended(execution);
    announce(execution);
    if (needs.forgetChildren && status === 'SUCCEEDED' && execution.stored.parentArn !== undefined) {
      store.forgetExecution(execution.stored.arn);
    }
  };

  const scopeOf = (execution: Execution, recorder: Recorder, input: Payload): ExecutionScope => {
    const { stored } = execution;
    return {
      arn: stored.arn,
      name: stored.name,
      input: input.value,
      startTime: stored.startDate,
      redriveCount: stored.redriveCount,
      redriveTime: stored.redriveDate,
      redrivenEventId: stored.redrivenEventId ?? 0,
      roleArn: stored.roleArn,
      stateMachine: { id: stored.machineArn, name: stored.machineName },
      seed: `${seed}${stored.arn}`,
      region: account.region,
      clock,
      limits,
      recorder,
      tasks,
      tokens: tokens.of(stored.arn, stored.redriveCount),
      activities,
      openMapRun: (settings) => openMapRun(mapRunNeeds, execution, settings),
    };
  };

  const run = async (execution: Execution): Promise<void> => {
    const { stored } = execution;
    const recorder = createRecorder(execution, recording);
    const halt = createHalt();
    execution.halt = halt;
    const input = payload(parseJson(stored.input), stored.input);
    const flow = store.flowOf(stored);
    if (execution.eventCount === 0) {
      const details: JsonFields = { input: stored.input, inputDetails: { truncated: false }, roleArn: stored.roleArn };
      if (stored.aliasArn !== undefined) details['stateMachineAliasArn'] = stored.aliasArn;
      if (stored.versionArn !== undefined) details['stateMachineVersionArn'] = stored.versionArn;
      recorder.record('', 'ExecutionStarted', 0, details);
    }
    if (flow === undefined) {
      end(execution, recorder, 'FAILED', 1, {
        error: 'States.Runtime',
        cause: 'The definition of this execution is gone',
      });
      return;
    }
    const branch: Branch = {
      execution: scopeOf(execution, recorder, input),
      path: '',
      halt,
      queryLanguage: flow.QueryLanguage ?? 'JSONPath',
      mapContext: undefined,
      mapIndices: stored.mapIndices ?? [],
      runFlow,
      iteration: undefined,
      variables: {},
      variableBytes: 0,
      // The first state's event says that it follows nothing: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
      lastEventId: 0,
      visits: 0,
      current: undefined,
    };
    const given = 'TimeoutSeconds' in flow && typeof flow.TimeoutSeconds === 'number' ? flow.TimeoutSeconds : Infinity;
    const seconds = stored.machineType === 'EXPRESS' ? Math.min(given, limits.expressSeconds) : given;
    const timer = Number.isFinite(seconds)
      ? clock.at((stored.redriveDate ?? stored.startDate) + seconds * 1000, () =>
          end(execution, recorder, 'TIMED_OUT', 0, TIMED_OUT),
        )
      : undefined;
    try {
      const output = await runFlow(branch, flow, input);
      end(execution, recorder, 'SUCCEEDED', branch.lastEventId, { output: payloadText(output) });
    } catch (error) {
      if (error instanceof HaltedError || halt.stopped) return;
      const failure =
        error instanceof StateFailure ? error : new StateFailure('States.Runtime', (error as Error).message);
      const { error: name, cause } = failure;
      // A Fail state may say nothing at all.
      end(execution, recorder, 'FAILED', branch.lastEventId, { error: name === '' ? undefined : name, cause });
    } finally {
      timer?.cancel();
    }
  };

  const launch = (execution: Execution): void => {
    run(execution).catch((error: unknown) => {
      // Only the journal can fail here (a full disk): the execution stays as it is and resumes when the engine does.
      process.emitWarning(`Step Functions engine: execution ${execution.stored.arn} cannot go on: ${String(error)}`);
    });
  };

  const ended = (execution: Execution): Promise<void> => {
    const { stored } = execution;
    if (stored.status !== 'RUNNING') return journal.committed() ?? Promise.resolve();
    return new Promise((resolve, reject) => {
      if (closedFor === undefined) (execution.endWaiters ??= new Set()).add({ resolve, reject });
      else reject(closedFor(stored));
    });
  };

  const recording: RecorderNeeds = {
    journal,
    clock,
    limits,
    observe: needs.observe,
    abandon: (execution) => stop(execution, undefined, undefined),
    expire: (execution) => end(execution, createRecorder(execution, recording), 'TIMED_OUT', 0, TIMED_OUT),
  };
  const stop: ExecutionHost['stop'] = (execution, error, cause) => {
    end(execution, createRecorder(execution, recording), 'ABORTED', 0, { error, cause });
  };

  const host: ExecutionHost = {
    start(stored) {
      const execution = store.addExecution(stored);
      launch(execution);
      announce(execution);
      return execution;
    },
    resume(execution) {
      deletion.resumed(execution);
      const told = endToldBy(execution);
      if (told !== undefined) {
        conclude(execution, told.status, told);
        return;
      }
      execution.openRecorded();
      const own = tokens.of(execution.stored.arn, execution.stored.redriveCount);
      for (const attempt of openAttempts(execution)) tokens.expect(own.issue(attempt), () => ended(execution));
      launch(execution);
    },
    redrive(execution, change) {
      const { stored, eventCount } = execution;
      const redriveDate = clock.now();
      const redriveCount = stored.redriveCount + 1;
      const id = eventCount + 1;
      const event: HistoryEvent = {
        id,
        type: 'ExecutionRedriven',
        timestamp: redriveDate,
        previousEventId: eventCount,
        details: { redriveCount },
      };
      const forgotten = { stopDate: undefined, output: undefined, error: undefined, cause: undefined };
      const redriven = { status: 'RUNNING', redriveCount, redriveDate, redrivenEventId: id } as const;
      store.reopenExecution(execution, event, { ...stored, ...forgotten, ...redriven, ...change });
      needs.observe?.(event, stored.arn);
      execution.openRecorded();
      launch(execution);
      announce(execution);
    },
    stop,
    ended,
    close(reason) {
      if (closedFor !== undefined) return;
      closedFor = reason;
      for (const execution of store.executions.values()) {
        execution.halt?.stop();
        for (const waiter of execution.endWaiters ?? []) waiter.reject(reason(execution.stored));
        execution.endWaiters = undefined;
      }
    },
  };
  const mapRunNeeds: MapRunNeeds = { account, seed, clock, limits, store, host, closed: () => closedFor !== undefined };
  return host;
};
