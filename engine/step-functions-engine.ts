import { hash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from './clock/clock.ts';
import { createRealClock } from './clock/real-clock.ts';
import { AWS_LIMITS } from './engine-limits.ts';
import type { EngineOptions } from './engine-options.ts';
import { checkArn, type Account } from './executions/arn.ts';
import { createExecutionHost, type ExecutionHost } from './executions/execution-host.ts';
import {
  createExecutionOperations,
  executionDoesNotExist,
  type ExecutionOperations,
} from './executions/execution-operations.ts';
import { createExecutionStore, type ExecutionStore } from './executions/execution-store.ts';
import { openStore, type OpenedStore } from './executions/open-store.ts';
import { retainedSince } from './executions/retention.ts';
import { createActivityOperations, type ActivityOperations } from './executions/activity-operations.ts';
import { createActivityQueue } from './executions/activity-queue.ts';
import { createAliasOperations, type AliasOperations } from './executions/alias-operations.ts';
import { createDefinitionOperations, type DefinitionOperations } from './executions/definition-operations.ts';
import { createMachineDeletion } from './executions/machine-deletion.ts';
import { createMachineOperations, type MachineOperations } from './executions/machine-operations.ts';
import { createTagOperations, type TagOperations } from './executions/tag-operations.ts';
import { createNewId } from './executions/new-id.ts';
import { createVersionOperations, type VersionOperations } from './executions/version-operations.ts';
import { createMapRunOperations, type MapRunOperations } from './executions/map-run-operations.ts';
import { statusChangeEvent } from './executions/status-change.ts';
import type { StepFunctionsApi } from './executions/step-functions-api.ts';
import { redriveStatus } from './executions/redrive-status.ts';
import type { Execution } from './executions/execution.ts';
import { createTaskTokenRegistry } from './executions/task-tokens.ts';
import { createTestState } from './executions/test-state/test-state-operation.ts';
import { createTokenOperations, type TokenOperations } from './executions/token-operations.ts';
import { createTaskRunner } from './integrations/create-task-runner.ts';
import { createEventBus, type EventBus } from './integrations/event-bus.ts';
import { openLambdaClient } from './integrations/open-lambda-client.ts';
import { createServiceClients } from './integrations/service-client.ts';
import type { EngineFolderError } from './journal/engine-folder-error.ts';
import { createFileJournal } from './journal/file-journal.ts';
import { lockFolder } from './journal/folder-lock.ts';
import { memoryJournal, type Journal } from './journal/journal.ts';
import { tokenSecret } from './journal/token-secret.ts';
import { createCallStates } from './wire/call-states.ts';
import { seedFrom, seededRandom } from './expression/seeded-random.ts';

/** In memory, tokens are as repeatable as all else that a seed decides. */
const seededSecret = (seed: string | undefined): Buffer | undefined =>
  seed === undefined ? undefined : hash('sha256', seed, 'buffer');

/**
 * Step Functions in one process: real Amazon States Language, AWS's operations, AWS's history. In memory, or durable in
 * a data folder: opening the folder again resumes what was running. Throws `EngineFolderError` when the folder cannot be
 * used. `close` it when done: until then running executions keep the process alive.
 */
export class StepFunctionsEngine implements StepFunctionsApi {
  readonly #machines: MachineOperations;
  readonly #versions: VersionOperations;
  readonly #aliases: AliasOperations;
  readonly #tags: TagOperations;
  readonly #definitions: DefinitionOperations;
  readonly #activities: ActivityOperations;
  readonly #testState: StepFunctionsApi['testState'];
  readonly #executions: ExecutionOperations;
  readonly #tokens: TokenOperations;
  readonly #mapRuns: MapRunOperations;
  readonly #host: ExecutionHost;
  readonly #store: ExecutionStore;
  readonly #journal: Journal;
  readonly #closeClients: () => void;
  readonly #bus: EventBus | undefined;
  readonly #clock: Clock;
  readonly #unlock: () => void;
  #closeReader = (): void => undefined;
  #closed = false;
  /** Nothing is waited for any more: what was started elsewhere goes on. */
  #stopping = false;

  constructor(options: EngineOptions = {}) {
    const { dataFolder } = options;
    const account: Account = { region: options.region ?? 'us-east-1', accountId: options.accountId ?? '000000000000' };
    const clock = options.clock ?? createRealClock();
    const limits = { ...AWS_LIMITS, ...options.limits };
    const seed = options.seed ?? (dataFolder === undefined ? randomUUID() : '');
    this.#clock = clock;
    this.#unlock = dataFolder === undefined ? () => undefined : lockFolder(dataFolder);

    let journal: Journal = memoryJournal;
    let secret: Buffer | undefined;
    let { store }: Pick<OpenedStore, 'store'> = createExecutionStore(() => journal);
    if (dataFolder !== undefined) {
      try {
        secret = tokenSecret(dataFolder);
        const path = join(dataFolder, 'journal.ndjson');
        const opened = openStore(path, () => journal, retainedSince(clock, limits));
        store = opened.store;
        this.#closeReader = () => opened.reader.close();
        const onFailure = (error: EngineFolderError): void => this.#fail(error);
        journal = createFileJournal({ path, fsync: options.fsync ?? false, onFailure });
      } catch (error) {
        this.#unlock();
        throw error;
      }
    }
    this.#journal = journal;
    this.#store = store;
    const service = {
      region: account.region,
      endpoints: options.endpoints ?? {},
      credentials: options.credentials,
    };
    const clients = createServiceClients(service);
    const lambda = openLambdaClient(service, () => clients.credentials());
    this.#closeClients = () => {
      clients.close();
      lambda.close();
    };
    const tokens = createTaskTokenRegistry(secret ?? seededSecret(options.seed));
    const eventIds = seededRandom(seedFrom(options.seed ?? randomUUID()));
    const bus = options.eventBus && createEventBus(options.eventBus, account.region, options.credentials);
    this.#bus = bus;
    const listener = options.onExecutionStatusChange;
    const failed = (error: unknown): void => {
      process.emitWarning(`Step Functions engine: onExecutionStatusChange failed: ${String(error)}`);
    };
    const changed = (execution: Pick<Execution, 'stored' | 'eventCount'>): void => {
      if (listener === undefined && bus === undefined) return;
      const redrive = redriveStatus(execution, { clock, limits, store });
      const event = statusChangeEvent(account, execution.stored, redrive, eventIds);
      bus?.send(event);
      try {
        Promise.resolve(listener?.(event)).catch(failed);
      } catch (error) {
        failed(error);
      }
    };
    const requestIds = seededRandom(seedFrom(`${options.seed ?? randomUUID()}:requests`));
    const tasks = createTaskRunner({
      clock,
      region: account.region,
      closing: () => this.#stopping,
      script: options.script ?? {},
      handlers: options.tasks ?? {},
      clients,
      lambda,
      own:
        options.endpoints?.['sfn'] === undefined
          ? {
              callStates: createCallStates(() => this, clock, requestIds),
              ended: (arn) => this.#host.ended(this.#find(arn)),
            }
          : undefined,
    });
    const queue = createActivityQueue(clock, (arn) => store.activities.get(arn)?.deleted === false);
    const deletion = createMachineDeletion(store);
    const newId = createNewId(options.seed);
    const needs = { account, clock, limits, journal, store, deletion, newId };
    this.#host = createExecutionHost({
      ...needs,
      seed,
      tasks,
      tokens,
      activities: queue,
      changed,
      observe: options.onHistoryEvent,
      forgetChildren: options.forgetChildren === true && dataFolder === undefined,
    });
    this.#machines = createMachineOperations(needs);
    this.#versions = createVersionOperations(needs);
    this.#aliases = createAliasOperations(needs);
    this.#tags = createTagOperations(store, journal);
    this.#definitions = createDefinitionOperations(limits);
    this.#testState = createTestState({ ...needs, tasks, tokens, activities: queue });
    this.#activities = createActivityOperations({ ...needs, queue });
    const routes = seededRandom(seedFrom(options.seed ?? randomUUID()));
    this.#executions = createExecutionOperations({ ...needs, host: this.#host, random: routes });
    this.#tokens = createTokenOperations(tokens, journal, limits);
    this.#mapRuns = createMapRunOperations(store, journal);
    this.#resume();
    deletion.reopened();
  }

  #resume(): void {
    const running = [...this.#store.executions.values()].filter(({ stored }) => stored.status === 'RUNNING');
    for (const execution of running) {
      const parent = execution.stored.parentArn;
      const orphaned = parent !== undefined && this.#store.executions.get(parent)?.stored.status !== 'RUNNING';
      if (orphaned) this.#host.stop(execution, undefined, undefined);
      else this.#host.resume(execution);
    }
  }

  /** Nothing that was not journalled may become visible: everything stops where it stands in the journal. */
  #fail(error: EngineFolderError): void {
    this.#stopping = true;
    process.emitWarning(`Step Functions engine: ${error.message}`);
    this.#host.close(() => error);
    this.#clock.close();
  }

  createStateMachine: StepFunctionsApi['createStateMachine'] = (input) => this.#machines.createStateMachine(input);
  updateStateMachine: StepFunctionsApi['updateStateMachine'] = (input) => this.#machines.updateStateMachine(input);
  describeStateMachine: StepFunctionsApi['describeStateMachine'] = (input) =>
    this.#machines.describeStateMachine(input);
  listStateMachines: StepFunctionsApi['listStateMachines'] = (input) => this.#machines.listStateMachines(input);
  deleteStateMachine: StepFunctionsApi['deleteStateMachine'] = (input) => this.#machines.deleteStateMachine(input);
  publishStateMachineVersion: StepFunctionsApi['publishStateMachineVersion'] = (input) =>
    this.#versions.publishStateMachineVersion(input);
  listStateMachineVersions: StepFunctionsApi['listStateMachineVersions'] = (input) =>
    this.#versions.listStateMachineVersions(input);
  deleteStateMachineVersion: StepFunctionsApi['deleteStateMachineVersion'] = (input) =>
    this.#versions.deleteStateMachineVersion(input);
  validateStateMachineDefinition: StepFunctionsApi['validateStateMachineDefinition'] = (input) =>
    this.#definitions.validateStateMachineDefinition(input);
  createStateMachineAlias: StepFunctionsApi['createStateMachineAlias'] = (input) =>
    this.#aliases.createStateMachineAlias(input);
  updateStateMachineAlias: StepFunctionsApi['updateStateMachineAlias'] = (input) =>
    this.#aliases.updateStateMachineAlias(input);
  describeStateMachineAlias: StepFunctionsApi['describeStateMachineAlias'] = (input) =>
    this.#aliases.describeStateMachineAlias(input);
  deleteStateMachineAlias: StepFunctionsApi['deleteStateMachineAlias'] = (input) =>
    this.#aliases.deleteStateMachineAlias(input);
  listStateMachineAliases: StepFunctionsApi['listStateMachineAliases'] = (input) =>
    this.#aliases.listStateMachineAliases(input);
  createActivity: StepFunctionsApi['createActivity'] = (input) => this.#activities.createActivity(input);
  describeActivity: StepFunctionsApi['describeActivity'] = (input) => this.#activities.describeActivity(input);
  listActivities: StepFunctionsApi['listActivities'] = (input) => this.#activities.listActivities(input);
  deleteActivity: StepFunctionsApi['deleteActivity'] = (input) => this.#activities.deleteActivity(input);
  getActivityTask: StepFunctionsApi['getActivityTask'] = (input, signal) =>
    this.#activities.getActivityTask(input, signal);
  testState: StepFunctionsApi['testState'] = (input) => this.#testState(input);
  tagResource: StepFunctionsApi['tagResource'] = (input) => this.#tags.tagResource(input);
  untagResource: StepFunctionsApi['untagResource'] = (input) => this.#tags.untagResource(input);
  listTagsForResource: StepFunctionsApi['listTagsForResource'] = (input) => this.#tags.listTagsForResource(input);
  startExecution: StepFunctionsApi['startExecution'] = (input) => this.#executions.startExecution(input);
  startSyncExecution: StepFunctionsApi['startSyncExecution'] = (input) => this.#executions.startSyncExecution(input);
  stopExecution: StepFunctionsApi['stopExecution'] = (input) => this.#executions.stopExecution(input);
  redriveExecution: StepFunctionsApi['redriveExecution'] = (input) => this.#executions.redriveExecution(input);
  describeExecution: StepFunctionsApi['describeExecution'] = (input) => this.#executions.describeExecution(input);
  describeStateMachineForExecution: StepFunctionsApi['describeStateMachineForExecution'] = (input) =>
    this.#executions.describeStateMachineForExecution(input);
  listExecutions: StepFunctionsApi['listExecutions'] = (input) => this.#executions.listExecutions(input);
  getExecutionHistory: StepFunctionsApi['getExecutionHistory'] = (input) => this.#executions.getExecutionHistory(input);
  sendTaskSuccess: StepFunctionsApi['sendTaskSuccess'] = (input) => this.#tokens.sendTaskSuccess(input);
  sendTaskFailure: StepFunctionsApi['sendTaskFailure'] = (input) => this.#tokens.sendTaskFailure(input);
  sendTaskHeartbeat: StepFunctionsApi['sendTaskHeartbeat'] = (input) => this.#tokens.sendTaskHeartbeat(input);
  describeMapRun: StepFunctionsApi['describeMapRun'] = (input) => this.#mapRuns.describeMapRun(input);
  updateMapRun: StepFunctionsApi['updateMapRun'] = (input) => this.#mapRuns.updateMapRun(input);
  listMapRuns: StepFunctionsApi['listMapRuns'] = (input) => this.#mapRuns.listMapRuns(input);

  #find(executionArn: string): Execution {
    const execution = this.#store.executions.get(checkArn(executionArn, ['execution', 'express']));
    if (execution === undefined) throw executionDoesNotExist(executionArn);
    return execution;
  }

  /** Waits for an execution's end and describes it: for a library's user, who need not poll. */
  async waitForExecution(executionArn: string): ReturnType<StepFunctionsApi['describeExecution']> {
    const execution = this.#find(executionArn);
    await this.#host.ended(execution);
    return this.#executions.describe(execution);
  }

  /** Stops all work where it stands. With a data folder, opening the folder again goes on from here. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopping = true;
    this.#host.close(({ arn }) => new Error(`the engine was closed before the execution "${arn}" ended`));
    this.#clock.close();
    await this.#bus?.close();
    this.#closeClients();
    await this.#journal.committed()?.catch(() => undefined);
    this.#journal.close();
    this.#closeReader();
    this.#unlock();
  }
}
