import { randomUUID } from 'node:crypto';
import type { ExecutionListItem, HistoryEvent as SfnHistoryEvent } from '@aws-sdk/client-sfn';
import type { Clock } from '../clock/clock.ts';
import type { EngineLimits } from '../engine-limits.ts';
import { detailsField, type HistoryEvent } from '../history/history-event.ts';
import { whenDurable, type Journal } from '../journal/journal.ts';
import type { JsonFields } from '../json/json.ts';
import { exceedsBytes } from '../json/payload.ts';
import { checkArn, checkName, executionArn, expressExecutionArn, type Account } from './arn.ts';
import type { Execution } from './execution.ts';
import type { ExecutionHost } from './execution-host.ts';
import type { ExecutionStore } from './execution-store.ts';
import { resolveMachine } from './machine-operations.ts';
import { pageOf } from './page.ts';
import { redriveStatus } from './redrive-status.ts';
import type { StepFunctionsApi } from './step-functions-api.ts';
import { StepFunctionsError } from './step-functions-error.ts';
import type { StoredExecution } from '../journal/stored-execution.ts';

export interface ExecutionNeeds {
  readonly account: Account;
  readonly clock: Clock;
  readonly limits: EngineLimits;
  readonly journal: Journal;
  readonly store: ExecutionStore;
  readonly host: ExecutionHost;
}

export type ExecutionOperations = Pick<
  StepFunctionsApi,
  | 'startExecution'
  | 'startSyncExecution'
  | 'stopExecution'
  | 'redriveExecution'
  | 'describeExecution'
  | 'describeStateMachineForExecution'
  | 'listExecutions'
  | 'getExecutionHistory'
>;

/** How long a redrive is known by its client's token. */
const TOKEN_MILLISECONDS = 15 * 60_000;

export const findExecution = (store: ExecutionStore, arn: string): Execution => {
  const execution = store.executions.get(checkArn(arn, ['execution', 'express']));
  if (execution === undefined) {
    throw new StepFunctionsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }
  return execution;
};

const checkInput = (input: string | undefined, limits: EngineLimits): string => {
  if (input === undefined) return '{}';
  if (exceedsBytes(input, limits.payloadBytes)) {
    throw new StepFunctionsError(
      'ValidationException',
      `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${limits.payloadBytes}`,
    );
  }
  try {
    JSON.parse(input);
  } catch (error) {
    throw new StepFunctionsError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: '${(error as Error).message}'`,
    );
  }
  return input;
};

const listItem = (stored: StoredExecution): ExecutionListItem => ({
  executionArn: stored.arn,
  stateMachineArn: stored.machineArn,
  name: stored.name,
  status: stored.status,
  startDate: new Date(stored.startDate),
  ...(stored.stopDate === undefined ? {} : { stopDate: new Date(stored.stopDate) }),
  ...(stored.mapRunArn === undefined ? {} : { mapRunArn: stored.mapRunArn }),
  ...(stored.itemCount === undefined ? {} : { itemCount: stored.itemCount }),
  ...(stored.versionArn === undefined ? {} : { stateMachineVersionArn: stored.versionArn }),
  redriveCount: stored.redriveCount,
  ...(stored.redriveDate === undefined ? {} : { redriveDate: new Date(stored.redriveDate) }),
});

const DATA_FIELDS = new Set(['input', 'inputDetails', 'output', 'outputDetails']);

const wireEvent = (event: HistoryEvent, includeData: boolean): SfnHistoryEvent => {
  const base: SfnHistoryEvent = {
    timestamp: new Date(event.timestamp),
    type: event.type,
    id: event.id,
    previousEventId: event.previousEventId,
  };
  if (event.details === undefined) return base;
  let details: JsonFields = { ...event.details };
  if (!includeData) details = Object.fromEntries(Object.entries(details).filter(([name]) => !DATA_FIELDS.has(name)));
  return Object.assign(base, { [detailsField(event.type)]: details });
};

export const createExecutionOperations = (needs: ExecutionNeeds): ExecutionOperations => {
  const { account, clock, limits, journal, store, host } = needs;

  const begin = (stateMachineArn: string, name: string | undefined, inputText: string | undefined): Execution => {
    const { machine, revisionId, version } = resolveMachine(store, stateMachineArn);
    const input = checkInput(inputText, limits);
    const given = name === undefined ? randomUUID() : checkName(name);
    const arn =
      machine.type === 'EXPRESS'
        ? expressExecutionArn(account, machine.name, given, randomUUID())
        : executionArn(account, machine.name, given);
    const existing = store.executions.get(arn);
    if (existing !== undefined) {
      // Idempotent only while it runs: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
      if (existing.stored.status === 'RUNNING' && existing.stored.input === input) return existing;
      throw new StepFunctionsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    return host.start({
      arn,
      name: given,
      machineArn: machine.arn,
      machineName: machine.name,
      machineType: machine.type,
      roleArn: machine.roleArn,
      revisionId,
      versionArn: version?.arn,
      input,
      startDate: clock.now(),
      status: 'RUNNING',
      redriveCount: 0,
    });
  };

  return {
    async startExecution(input) {
      const { stored } = begin(input.stateMachineArn ?? '', input.name, input.input);
      await journal.committed();
      return { executionArn: stored.arn, startDate: new Date(stored.startDate) };
    },
    async startSyncExecution(input) {
      const { machine } = resolveMachine(store, input.stateMachineArn ?? '');
      if (machine.type !== 'EXPRESS') {
        throw new StepFunctionsError('InvalidArn', `Invalid Arn: 'StartSyncExecution needs an EXPRESS state machine'`);
      }
      const execution = begin(input.stateMachineArn ?? '', input.name, input.input);
      await host.ended(execution);
      const { stored } = execution;
      const status = stored.status === 'SUCCEEDED' || stored.status === 'TIMED_OUT' ? stored.status : 'FAILED';
      return {
        executionArn: stored.arn,
        stateMachineArn: stored.machineArn,
        name: stored.name,
        startDate: new Date(stored.startDate),
        stopDate: new Date(stored.stopDate ?? stored.startDate),
        status,
        input: stored.input,
        inputDetails: { included: true },
        ...(stored.output === undefined ? {} : { output: stored.output, outputDetails: { included: true } }),
        ...(stored.error === undefined ? {} : { error: stored.error }),
        ...(stored.cause === undefined ? {} : { cause: stored.cause }),
        billingDetails: {
          billedMemoryUsedInMB: 64,
          billedDurationInMilliseconds: Math.ceil(((stored.stopDate ?? 0) - stored.startDate) / 100) * 100,
        },
      };
    },
    async stopExecution(input) {
      const execution = findExecution(store, input.executionArn ?? '');
      if (execution.stored.machineType === 'EXPRESS') {
        throw new StepFunctionsError('InvalidArn', `Invalid Arn: 'Resource type not valid in this context: express'`);
      }
      host.stop(execution, input.error, input.cause);
      await host.ended(execution);
      return { stopDate: new Date(execution.stored.stopDate ?? clock.now()) };
    },
    async redriveExecution(input) {
      const execution = findExecution(store, input.executionArn ?? '');
      const { redriveToken, redriveDate } = execution.stored;
      const { clientToken } = input;
      // The same token is the same redrive: https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html
      const repeated = clientToken !== undefined && clientToken === redriveToken && redriveDate !== undefined;
      if (repeated && clock.now() - redriveDate < TOKEN_MILLISECONDS) return { redriveDate: new Date(redriveDate) };
      const { redriveStatus: status, redriveStatusReason } = redriveStatus(execution, needs);
      if (status !== 'REDRIVABLE') {
        const reason =
          redriveStatusReason ?? 'Execution can only be redriven by its Map Run: redrive the parent execution';
        throw new StepFunctionsError('ExecutionNotRedrivable', `Execution Not Redrivable: '${reason}'`);
      }
      host.redrive(execution, { redriveToken: clientToken });
      await journal.committed();
      return { redriveDate: new Date(execution.stored.redriveDate ?? clock.now()) };
    },
    async describeExecution(input) {
      const execution = findExecution(store, input.executionArn ?? '');
      const { stored } = execution;
      return whenDurable(journal, {
        ...listItem(stored),
        executionArn: stored.arn,
        stateMachineArn: stored.machineArn,
        startDate: new Date(stored.startDate),
        status: stored.status,
        input: stored.input,
        inputDetails: { included: true },
        ...(stored.output === undefined ? {} : { output: stored.output, outputDetails: { included: true } }),
        ...(stored.error === undefined ? {} : { error: stored.error }),
        ...(stored.cause === undefined ? {} : { cause: stored.cause }),
        ...redriveStatus(execution, needs),
      });
    },
    async describeStateMachineForExecution(input) {
      const { stored } = findExecution(store, input.executionArn ?? '');
      const machine = store.machines.get(stored.machineArn.split('/')[0] ?? '');
      return whenDurable(journal, {
        stateMachineArn: stored.machineArn,
        name: stored.machineName,
        definition: JSON.stringify(store.flowOf(stored) ?? {}),
        roleArn: stored.roleArn,
        updateDate: new Date(machine?.updatedAt ?? stored.startDate),
        loggingConfiguration: { level: 'OFF', includeExecutionData: false },
        tracingConfiguration: { enabled: false },
        revisionId: stored.revisionId,
        ...(stored.mapRunArn === undefined ? {} : { mapRunArn: stored.mapRunArn }),
      });
    },
    async listExecutions(input) {
      if ((input.stateMachineArn === undefined) === (input.mapRunArn === undefined)) {
        throw new StepFunctionsError('ValidationException', `Must have only one of: 'stateMachineArn', 'mapRunArn'`);
      }
      const { mapRunArn, stateMachineArn, statusFilter, redriveFilter } = input;
      if (mapRunArn !== undefined && !store.mapRuns.has(checkArn(mapRunArn, ['mapRun']))) {
        throw new StepFunctionsError('ResourceNotFound', `Resource not found: '${mapRunArn}'`);
      }
      const resolved = stateMachineArn === undefined ? undefined : resolveMachine(store, stateMachineArn);
      const matches = ({ stored }: Execution): boolean =>
        (mapRunArn === undefined
          ? stored.mapRunArn === undefined &&
            stored.machineArn === resolved?.machine.arn &&
            (resolved.version === undefined || stored.versionArn === resolved.version.arn)
          : stored.mapRunArn === mapRunArn) &&
        (statusFilter === undefined || stored.status === statusFilter) &&
        (redriveFilter === undefined || (redriveFilter === 'REDRIVEN') === stored.redriveCount > 0);
      // Newest first, as AWS lists them.
      const found = [...store.executions.values()].filter(matches).reverse();
      const { items, nextToken } = pageOf(found, input.maxResults, input.nextToken);
      return whenDurable(journal, {
        executions: items.map(({ stored }) => listItem(stored)),
        ...(nextToken === undefined ? {} : { nextToken }),
      });
    },
    async getExecutionHistory(input) {
      const execution = findExecution(store, input.executionArn ?? '');
      const events = input.reverseOrder === true ? [...execution.history].reverse() : execution.history;
      const { items, nextToken } = pageOf(events, input.maxResults, input.nextToken);
      return whenDurable(journal, {
        events: items.map((event) => wireEvent(event, input.includeExecutionData !== false)),
        ...(nextToken === undefined ? {} : { nextToken }),
      });
    },
  };
};
