import type { Clock } from '../clock/clock.ts';
import { variableReferences } from '../definition/variable-references.ts';
import type { EngineLimits } from '../engine-limits.ts';
import { whenDurable, type Journal } from '../journal/journal.ts';
import type { StoredExecution } from '../journal/stored-execution.ts';
import { jsonFault } from '../json/json-fault.ts';
import { DEEPEST_JSON, isTooDeep } from '../json/json.ts';
import { exceedsBytes } from '../json/payload.ts';
import { checkArn, checkName, executionArn, expressExecutionArn, type Account } from './arn.ts';
import type { Execution } from './execution.ts';
import type { ExecutionHost } from './execution-host.ts';
import type { ExecutionStore } from './execution-store.ts';
import { shownDefinition } from './machine-operations.ts';
import { shownSettings } from './machine-settings.ts';
import type { NewId } from './new-id.ts';
import { nextTokenField, pageOf } from './page.ts';
import { redriveStatus } from './redrive-status.ts';
import { createRetention } from './retention.ts';
import {
  machineDeleting,
  resolveMachine,
  routeMachine,
  shownRevision,
  unqualified,
  type ResolvedMachine,
} from './resolve-machine.ts';
import { listItem, shownData, shownEvent, type ShownStatus } from './shown-execution.ts';
import type { StepFunctionsApi } from './step-functions-api.ts';
import { StepFunctionsError } from './step-functions-error.ts';

export interface ExecutionNeeds {
  /** Chooses among the versions of an alias. */
  readonly random: () => number;
  readonly newId: NewId;
  readonly account: Account;
  readonly clock: Clock;
  readonly limits: EngineLimits;
  readonly journal: Journal;
  readonly store: ExecutionStore;
  readonly host: ExecutionHost;
}

export interface ExecutionOperations extends ExecutionApi {
  /** Describes any execution, of an EXPRESS machine too, which DescribeExecution does not know. */
  describe(execution: Execution, includedData?: string): ReturnType<StepFunctionsApi['describeExecution']>;
}

type ExecutionApi = Pick<
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

export const executionDoesNotExist = (arn: string): StepFunctionsError =>
  new StepFunctionsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);

export const findExecution = (store: ExecutionStore, arn: string): Execution => {
  const execution = store.executions.get(checkArn(arn, ['execution']));
  if (execution === undefined) throw executionDoesNotExist(arn);
  return execution;
};

const typeNotSupported = (): StepFunctionsError =>
  new StepFunctionsError(
    'StateMachineTypeNotSupported',
    'This operation is not supported by this type of state machine',
  );

const checkInput = (input: string | undefined, limits: EngineLimits): string => {
  if (input === undefined) return '{}';
  if (exceedsBytes(input, limits.payloadBytes)) {
    throw new StepFunctionsError(
      'ValidationException',
      `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${limits.payloadBytes}`,
    );
  }
  const fault = isTooDeep(input) ? `The input is nested more than ${DEEPEST_JSON} levels deep` : jsonFault(input);
  if (fault === undefined) return input;
  throw new StepFunctionsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${fault}'`);
};

export const createExecutionOperations = (needs: ExecutionNeeds): ExecutionOperations => {
  const { account, clock, limits, journal, store, host, random, newId } = needs;
  const forgetOld = createRetention(store, clock, limits);

  interface Begin {
    readonly name?: string | undefined;
    readonly input?: string | undefined;
    readonly traceHeader?: string | undefined;
  }

  const begin = ({ machine, revisionId, settings, version, alias }: ResolvedMachine, request: Begin): Execution => {
    forgetOld();
    if (machine.deleting === true) throw machineDeleting(machine.arn);
    const { name, traceHeader } = request;
    const standardArn = (of: string): string => executionArn(account, machine.name, of);
    const given = name === undefined ? newId((id) => store.executions.has(standardArn(id))) : checkName(name);
    const input = checkInput(request.input, limits);
    const expressArn = (id: string): string => expressExecutionArn(account, machine.name, given, id);
    const arn =
      machine.type === 'EXPRESS' ? expressArn(newId((id) => store.executions.has(expressArn(id)))) : standardArn(given);
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
      roleArn: settings.roleArn,
      revisionId,
      versionArn: version?.arn,
      aliasArn: alias?.arn,
      traceHeader,
      input,
      startDate: clock.now(),
      status: 'RUNNING',
      redriveCount: 0,
    });
  };

  const statusOf = (stored: StoredExecution): ShownStatus => {
    const { status, mapRunArn, parentArn, parentRedriveCount = 0 } = stored;
    if (mapRunArn === undefined || status === 'RUNNING' || status === 'SUCCEEDED') return status;
    const parent = parentArn === undefined ? undefined : store.executions.get(parentArn)?.stored;
    const pending =
      parent?.status === 'RUNNING' &&
      parent.redriveCount > parentRedriveCount &&
      store.mapRuns.get(mapRunArn)?.status === 'RUNNING';
    return pending ? 'PENDING_REDRIVE' : status;
  };

  /** The executions that a machine's, a version's or an alias' ARN stands for. */
  const executionsOf = (arn: string): ((stored: StoredExecution) => boolean) => {
    checkArn(arn, ['stateMachine']);
    const machine = store.machines.get(unqualified(arn));
    const alias = machine?.aliases?.find((known) => known.arn === arn);
    const resolved = alias === undefined ? resolveMachine(store, arn) : undefined;
    if ((resolved?.machine ?? machine)?.type === 'EXPRESS') throw typeNotSupported();
    return (stored) => {
      if (stored.mapRunArn !== undefined) return false;
      if (alias !== undefined) return stored.aliasArn === alias.arn;
      if (resolved?.version !== undefined) return stored.versionArn === resolved.version.arn;
      return stored.machineArn === resolved?.machine.arn;
    };
  };

  const describe: ExecutionOperations['describe'] = (execution, includedData) => {
    const { stored } = execution;
    return whenDurable(journal, {
      ...listItem(stored, stored.status),
      executionArn: stored.arn,
      stateMachineArn: stored.machineArn,
      startDate: new Date(stored.startDate),
      status: stored.status,
      ...shownData(stored, includedData),
      ...(stored.traceHeader === undefined ? {} : { traceHeader: stored.traceHeader }),
      ...redriveStatus(execution, needs),
    });
  };

  return {
    describe,
    async startExecution(input) {
      const arn = input.stateMachineArn ?? '';
      if (arn.includes('/')) {
        throw new StepFunctionsError(
          'ValidationException',
          `'${arn}' names a Map state; start the state machine that holds it`,
        );
      }
      const { stored } = begin(routeMachine(store, arn, random), input);
      await journal.committed();
      return { executionArn: stored.arn, startDate: new Date(stored.startDate) };
    },
    async startSyncExecution(input) {
      const resolved = routeMachine(store, input.stateMachineArn ?? '', random);
      if (resolved.machine.type !== 'EXPRESS') throw typeNotSupported();
      const execution = begin(resolved, input);
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
        ...shownData(stored, input.includedData),
        // Said of an output that there is not, too.
        ...(input.includedData === 'METADATA_ONLY' ? {} : { outputDetails: { included: true } }),
        ...(stored.traceHeader === undefined ? {} : { traceHeader: stored.traceHeader }),
        billingDetails: {
          billedMemoryUsedInMB: 64,
          billedDurationInMilliseconds: Math.max(1, Math.ceil(((stored.stopDate ?? 0) - stored.startDate) / 100)) * 100,
        },
      };
    },
    async stopExecution(input) {
      const execution = findExecution(store, input.executionArn ?? '');
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
      if (repeated && clock.now() - redriveDate < TOKEN_MILLISECONDS) {
        return whenDurable(journal, { redriveDate: new Date(redriveDate) });
      }
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
      forgetOld();
      return describe(findExecution(store, input.executionArn ?? ''), input.includedData);
    },
    async describeStateMachineForExecution(input) {
      const { stored } = findExecution(store, input.executionArn ?? '');
      const machine = store.machines.get(stored.machineArn.split('/')[0] ?? '');
      // The body of a Map has no text of its own.
      const text = stored.flowPath === undefined ? store.revision(stored.revisionId)?.text : undefined;
      const flow = store.flowOf(stored);
      const definition = text ?? JSON.stringify(flow ?? {});
      return whenDurable(journal, {
        stateMachineArn: stored.machineArn,
        name: stored.machineName,
        definition: shownDefinition(definition, input.includedData),
        updateDate: new Date(machine?.updatedAt ?? stored.startDate),
        ...shownSettings({ ...machine, roleArn: stored.roleArn }),
        ...shownRevision(stored.revisionId),
        ...(flow === undefined ? {} : variableReferences(flow)),
        ...(stored.mapRunArn === undefined
          ? {}
          : { mapRunArn: stored.mapRunArn, label: stored.machineArn.split('/')[1] ?? '' }),
      });
    },
    async listExecutions(input) {
      forgetOld();
      if ((input.stateMachineArn === undefined) === (input.mapRunArn === undefined)) {
        throw new StepFunctionsError('ValidationException', `Must have only one of: 'stateMachineArn', 'mapRunArn'`);
      }
      const { mapRunArn, stateMachineArn, statusFilter, redriveFilter } = input;
      if (mapRunArn !== undefined && !store.mapRuns.has(checkArn(mapRunArn, ['mapRun']))) {
        throw new StepFunctionsError('ResourceNotFound', `Resource not found: '${mapRunArn}'`);
      }
      const belongs = stateMachineArn === undefined ? undefined : executionsOf(stateMachineArn);
      const matches = ({ stored }: Execution): boolean =>
        (belongs?.(stored) ?? stored.mapRunArn === mapRunArn) &&
        (statusFilter === undefined || statusOf(stored) === statusFilter) &&
        (redriveFilter === undefined || (redriveFilter === 'REDRIVEN') === stored.redriveCount > 0);
      // Newest first, as AWS lists them.
      const found = [...store.executions.values()].filter(matches).reverse();
      const { items, nextToken } = pageOf(found, ({ stored }) => stored.arn, input);
      return whenDurable(journal, {
        executions: items.map(({ stored }) => listItem(stored, statusOf(stored))),
        ...nextTokenField(nextToken),
      });
    },
    async getExecutionHistory(input) {
      forgetOld();
      const execution = findExecution(store, input.executionArn ?? '');
      const events = input.reverseOrder === true ? [...execution.history].reverse() : execution.history;
      const { items, nextToken } = pageOf(events, ({ id }) => id, input);
      return whenDurable(journal, {
        events: items.map((event) => shownEvent(event, input.includeExecutionData !== false)),
        ...nextTokenField(nextToken),
      });
    },
  };
};
