import { randomUUID } from 'node:crypto';
import type { CreateStateMachineCommandInput, StateMachineVersionListItem } from '@aws-sdk/client-sfn';
import type { Clock } from '../clock/clock.ts';
import { checkDefinition } from '../definition/check-definition.ts';
import type { EngineLimits } from '../engine-limits.ts';
import type { Journal } from '../journal/journal.ts';
import { checkArn, checkName, machineArn, type Account } from './arn.ts';
import type { ExecutionStore } from './execution-store.ts';
import { pageOf } from './page.ts';
import type { StepFunctionsApi } from './step-functions-api.ts';
import { StepFunctionsError } from './step-functions-error.ts';
import type { StoredMachine, StoredVersion } from '../journal/stored-machine.ts';

export interface MachineNeeds {
  readonly account: Account;
  readonly clock: Clock;
  readonly limits: EngineLimits;
  readonly journal: Journal;
  readonly store: ExecutionStore;
}

export type MachineOperations = Pick<
  StepFunctionsApi,
  | 'createStateMachine'
  | 'updateStateMachine'
  | 'describeStateMachine'
  | 'listStateMachines'
  | 'deleteStateMachine'
  | 'publishStateMachineVersion'
  | 'listStateMachineVersions'
  | 'deleteStateMachineVersion'
  | 'validateStateMachineDefinition'
  | 'tagResource'
  | 'untagResource'
  | 'listTagsForResource'
>;

/** Which definition an execution of this ARN would run: a machine's latest, or a version's. */
export interface ResolvedMachine {
  readonly machine: StoredMachine;
  readonly revisionId: string;
  readonly version: StoredVersion | undefined;
}

/** Finds a machine by its ARN or the ARN of one of its versions. Throws `InvalidArn` or `StateMachineDoesNotExist`. */
export const resolveMachine = (store: ExecutionStore, arn: string): ResolvedMachine => {
  checkArn(arn, ['stateMachine']);
  const own = store.machines.get(arn);
  if (own !== undefined && !own.deleted) return { machine: own, revisionId: own.revisionId, version: undefined };
  const machine = store.machines.get(arn.replace(/:\d+$/, ''));
  const version = machine?.deleted === false ? machine.versions.find((known) => known.arn === arn) : undefined;
  if (machine === undefined || version === undefined) {
    throw new StepFunctionsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }
  return { machine, revisionId: version.revisionId, version };
};

const checkText = (text: string, limits: EngineLimits, type: StoredMachine['type']): void => {
  const [first] = checkDefinition(text, limits.definitionBytes, type).filter(({ severity }) => severity === 'ERROR');
  if (first === undefined) return;
  const place = first.location === '' ? '' : ` at ${first.location}`;
  throw new StepFunctionsError(
    'InvalidDefinition',
    `Invalid State Machine Definition: '${first.code}: ${first.message}${place}'`,
  );
};

const tagsOf = (input: CreateStateMachineCommandInput['tags']): Record<string, string> =>
  Object.fromEntries((input ?? []).map(({ key, value }) => [key ?? '', value ?? '']));

export const createMachineOperations = ({
  account,
  clock,
  limits,
  journal,
  store,
}: MachineNeeds): MachineOperations => {
  const now = (): Date => new Date(clock.now());

  const publish = (machine: StoredMachine, description: string | undefined): StoredVersion => {
    const known = machine.versions.find(({ revisionId }) => revisionId === machine.revisionId);
    if (known !== undefined) return known;
    const number = machine.lastVersion + 1;
    const version = {
      arn: `${machine.arn}:${number}`,
      revisionId: machine.revisionId,
      description,
      createdAt: clock.now(),
    };
    store.saveMachine({ ...machine, lastVersion: number, versions: [version, ...machine.versions] });
    return version;
  };

  const machineOf = (arn: string): StoredMachine => {
    const machine = store.machines.get(checkArn(arn, ['stateMachine']));
    if (machine === undefined || machine.deleted) {
      throw new StepFunctionsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    }
    return machine;
  };

  const tagged = (arn: string): StoredMachine => {
    const machine = store.machines.get(checkArn(arn, ['stateMachine', 'activity']));
    if (machine === undefined || machine.deleted) {
      throw new StepFunctionsError('ResourceNotFound', `Resource not found: '${arn}'`);
    }
    return machine;
  };

  return {
    async createStateMachine(input) {
      const name = checkName(input.name ?? '');
      const text = input.definition ?? '';
      const arn = machineArn(account, name);
      const type = input.type ?? 'STANDARD';
      const existing = store.machines.get(arn);
      if (existing !== undefined && !existing.deleted) {
        // Role and tags are not compared: https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
        if (store.revision(existing.revisionId)?.text !== text || existing.type !== type) {
          throw new StepFunctionsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
        }
        const version = input.publish === true ? publish(existing, input.versionDescription) : undefined;
        await journal.committed();
        return {
          stateMachineArn: arn,
          creationDate: new Date(existing.createdAt),
          ...(version === undefined ? {} : { stateMachineVersionArn: version.arn }),
        };
      }
      checkText(text, limits, type);
      const revision = store.saveRevision(randomUUID(), text);
      const machine: StoredMachine = {
        arn,
        name,
        type,
        roleArn: input.roleArn ?? '',
        createdAt: clock.now(),
        updatedAt: clock.now(),
        revisionId: revision.id,
        deleted: false,
        versions: [],
        lastVersion: existing?.lastVersion ?? 0,
        tags: tagsOf(input.tags),
      };
      store.saveMachine(machine);
      const version = input.publish === true ? publish(machine, input.versionDescription) : undefined;
      await journal.committed();
      return {
        stateMachineArn: arn,
        creationDate: new Date(machine.createdAt),
        ...(version === undefined ? {} : { stateMachineVersionArn: version.arn }),
      };
    },
    async updateStateMachine(input) {
      const machine = machineOf(input.stateMachineArn ?? '');
      if (input.definition !== undefined) checkText(input.definition, limits, machine.type);
      const known = store.revision(machine.revisionId);
      const unchanged = input.definition === undefined || input.definition === known?.text;
      const revisionId = unchanged ? machine.revisionId : store.saveRevision(randomUUID(), input.definition ?? '').id;
      const updated = { ...machine, revisionId, roleArn: input.roleArn ?? machine.roleArn, updatedAt: clock.now() };
      store.saveMachine(updated);
      const version = input.publish === true ? publish(updated, input.versionDescription) : undefined;
      await journal.committed();
      return {
        updateDate: now(),
        revisionId,
        ...(version === undefined ? {} : { stateMachineVersionArn: version.arn }),
      };
    },
    async describeStateMachine(input) {
      const { machine, revisionId, version } = resolveMachine(store, input.stateMachineArn ?? '');
      return {
        stateMachineArn: version?.arn ?? machine.arn,
        name: machine.name,
        status: 'ACTIVE',
        definition: store.revision(revisionId)?.text ?? '',
        roleArn: machine.roleArn,
        type: machine.type,
        creationDate: new Date(version?.createdAt ?? machine.createdAt),
        loggingConfiguration: { level: 'OFF', includeExecutionData: false },
        tracingConfiguration: { enabled: false },
        revisionId,
        ...(version?.description === undefined ? {} : { description: version.description }),
      };
    },
    async listStateMachines(input = {}) {
      const machines = [...store.machines.values()]
        .filter(({ deleted }) => !deleted)
        .map(({ arn, name, type, createdAt }) => ({
          stateMachineArn: arn,
          name,
          type,
          creationDate: new Date(createdAt),
        }));
      const { items, nextToken } = pageOf(machines, input.maxResults, input.nextToken);
      return { stateMachines: [...items], ...(nextToken === undefined ? {} : { nextToken }) };
    },
    async deleteStateMachine(input) {
      const machine = store.machines.get(checkArn(input.stateMachineArn ?? '', ['stateMachine']));
      if (machine !== undefined && !machine.deleted) store.saveMachine({ ...machine, deleted: true, versions: [] });
      await journal.committed();
      return {};
    },
    async publishStateMachineVersion(input) {
      const machine = machineOf(input.stateMachineArn ?? '');
      if (input.revisionId !== undefined && input.revisionId !== machine.revisionId) {
        throw new StepFunctionsError(
          'ConflictException',
          `Failed to publish the State Machine version: the current revision is ${machine.revisionId}, not ${input.revisionId}`,
        );
      }
      const version = publish(machine, input.description);
      await journal.committed();
      return { stateMachineVersionArn: version.arn, creationDate: new Date(version.createdAt) };
    },
    async listStateMachineVersions(input) {
      const versions = machineOf(input.stateMachineArn ?? '').versions.map(
        ({ arn, createdAt }): StateMachineVersionListItem => ({
          stateMachineVersionArn: arn,
          creationDate: new Date(createdAt),
        }),
      );
      const { items, nextToken } = pageOf(versions, input.maxResults, input.nextToken);
      return { stateMachineVersions: [...items], ...(nextToken === undefined ? {} : { nextToken }) };
    },
    async deleteStateMachineVersion(input) {
      const arn = checkArn(input.stateMachineVersionArn ?? '', ['stateMachine']);
      const machine = store.machines.get(arn.replace(/:\d+$/, ''));
      if (machine !== undefined) {
        store.saveMachine({ ...machine, versions: machine.versions.filter((version) => version.arn !== arn) });
      }
      await journal.committed();
      return {};
    },
    async validateStateMachineDefinition(input) {
      const problems = checkDefinition(input.definition ?? '', limits.definitionBytes, input.type);
      const wanted = input.severity === 'WARNING' ? problems : problems.filter(({ severity }) => severity === 'ERROR');
      const most = input.maxResults === undefined || input.maxResults === 0 ? 100 : input.maxResults;
      return {
        result: problems.some(({ severity }) => severity === 'ERROR') ? 'FAIL' : 'OK',
        diagnostics: wanted.slice(0, most).map((problem) => ({ ...problem })),
        truncated: wanted.length > most,
      };
    },
    async tagResource(input) {
      const machine = tagged(input.resourceArn ?? '');
      store.saveMachine({ ...machine, tags: { ...machine.tags, ...tagsOf(input.tags) } });
      await journal.committed();
      return {};
    },
    async untagResource(input) {
      const machine = tagged(input.resourceArn ?? '');
      const gone = new Set(input.tagKeys ?? []);
      store.saveMachine({
        ...machine,
        tags: Object.fromEntries(Object.entries(machine.tags).filter(([key]) => !gone.has(key))),
      });
      await journal.committed();
      return {};
    },
    async listTagsForResource(input) {
      const { tags } = tagged(input.resourceArn ?? '');
      return { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) };
    },
  };
};
