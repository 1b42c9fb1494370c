import type { Clock } from '../clock/clock.ts';
import { variableReferences } from '../definition/variable-references.ts';
import type { EngineLimits } from '../engine-limits.ts';
import { whenDurable, type Journal } from '../journal/journal.ts';
import type { StoredMachine, StoredVersion } from '../journal/stored-machine.ts';
import { checkArn, checkName, machineArn, type Account } from './arn.ts';
import { refuseInvalidDefinition } from './definition-operations.ts';
import type { ExecutionStore } from './execution-store.ts';
import type { MachineDeletion } from './machine-deletion.ts';
import { sameConfigurations, settingsAfter, shownSettings } from './machine-settings.ts';
import type { NewId } from './new-id.ts';
import { nextTokenField, pageOf } from './page.ts';
import {
  findActiveMachine,
  initialRevision,
  machineDeleting,
  resolveMachine,
  shownRevision,
} from './resolve-machine.ts';
import type { StepFunctionsApi } from './step-functions-api.ts';
import { StepFunctionsError } from './step-functions-error.ts';
import { tagsAfter } from './tags.ts';
import { publishVersion } from './version-operations.ts';

export interface MachineNeeds {
  readonly account: Account;
  readonly clock: Clock;
  readonly limits: EngineLimits;
  readonly journal: Journal;
  readonly store: ExecutionStore;
  readonly deletion: MachineDeletion;
  readonly newId: NewId;
}

export type MachineOperations = Pick<
  StepFunctionsApi,
  'createStateMachine' | 'updateStateMachine' | 'describeStateMachine' | 'listStateMachines' | 'deleteStateMachine'
>;

const checkVersionDescription = (publish: boolean | undefined, description: string | undefined): void => {
  if (description === undefined || publish === true) return;
  throw new StepFunctionsError('ValidationException', 'Version description can only be set when publish is true');
};

const versionField = (version: StoredVersion | undefined): { readonly stateMachineVersionArn?: string } =>
  version === undefined ? {} : { stateMachineVersionArn: version.arn };

/** Definitions of METADATA_ONLY answers: https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html */
export const shownDefinition = (text: string, includedData: string | undefined): string =>
  includedData === 'METADATA_ONLY' ? '{}' : text;

export const createMachineOperations = (needs: MachineNeeds): MachineOperations => {
  const { account, clock, limits, journal, store, deletion } = needs;
  const newRevision = (name: (id: string) => string): string =>
    name(needs.newId((id) => store.revision(name(id)) !== undefined));
  return {
    async createStateMachine(input) {
      const { publish, versionDescription, definition: text = '', type = 'STANDARD' } = input;
      checkVersionDescription(publish, versionDescription);
      const name = checkName(input.name ?? '');
      const arn = machineArn(account, name);
      const settings = settingsAfter(input);
      const existing = store.machines.get(arn);
      if (existing?.deleting === true && !existing.deleted) throw machineDeleting(arn);
      let machine: StoredMachine;
      if (existing?.deleted === false) {
        // Role and tags are not compared: https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
        const same = store.revision(existing.revisionId)?.text === text && sameConfigurations(existing, settings);
        if (!same || existing.type !== type) {
          throw new StepFunctionsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
        }
        machine = existing;
      } else {
        refuseInvalidDefinition(text, type, limits);
        const revision = store.saveRevision(newRevision(initialRevision), text);
        machine = {
          arn,
          name,
          type,
          ...settings,
          createdAt: clock.now(),
          updatedAt: clock.now(),
          revisionId: revision.id,
          deleted: false,
          versions: [],
          lastVersion: existing?.lastVersion ?? 0,
          tags: tagsAfter({}, input.tags),
        };
        store.saveMachine(machine);
      }
      const version = publish === true ? publishVersion(needs, machine, versionDescription) : undefined;
      await journal.committed();
      return { stateMachineArn: arn, creationDate: new Date(machine.createdAt), ...versionField(version) };
    },
    async updateStateMachine(input) {
      const { definition, publish, versionDescription } = input;
      const machine = findActiveMachine(store, input.stateMachineArn ?? '');
      checkVersionDescription(publish, versionDescription);
      const { roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration } = input;
      const changes = [definition, roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration];
      if (publish !== true && changes.every((change) => change === undefined)) {
        throw new StepFunctionsError(
          'MissingRequiredParameter',
          'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
        );
      }
      if (definition !== undefined) refuseInvalidDefinition(definition, machine.type, limits);
      const known = store.revision(machine.revisionId)?.text ?? '';
      const text = definition ?? known;
      const settings = settingsAfter(input, machine);
      const same = text === known && settings.roleArn === machine.roleArn && sameConfigurations(settings, machine);
      const revisionId = same ? machine.revisionId : store.saveRevision(newRevision(String), text).id;
      const updated = { ...machine, ...settings, revisionId, updatedAt: clock.now() };
      store.saveMachine(updated);
      const version = publish === true ? publishVersion(needs, updated, versionDescription) : undefined;
      await journal.committed();
      return { updateDate: new Date(updated.updatedAt), ...shownRevision(revisionId), ...versionField(version) };
    },
    async describeStateMachine(input) {
      const { machine, revisionId, settings, version } = resolveMachine(store, input.stateMachineArn ?? '');
      const revision = store.revision(revisionId);
      return whenDurable(journal, {
        stateMachineArn: version?.arn ?? machine.arn,
        name: machine.name,
        status: machine.deleting === true ? 'DELETING' : 'ACTIVE',
        definition: shownDefinition(revision?.text ?? '{}', input.includedData),
        type: machine.type,
        creationDate: new Date(version?.createdAt ?? machine.createdAt),
        ...shownSettings(settings),
        ...shownRevision(revisionId),
        ...(revision === undefined ? {} : variableReferences(revision.definition)),
        ...(version?.description === undefined ? {} : { description: version.description }),
      });
    },
    async listStateMachines(input = {}) {
      const machines = [...store.machines.values()]
        .filter(({ deleted }) => !deleted)
        .sort((one, other) => (one.name < other.name ? -1 : 1));
      const { items, nextToken } = pageOf(machines, ({ arn }) => arn, input);
      return whenDurable(journal, {
        stateMachines: items.map(({ arn, name, type, createdAt }) => ({
          stateMachineArn: arn,
          name,
          type,
          creationDate: new Date(createdAt),
        })),
        ...nextTokenField(nextToken),
      });
    },
    async deleteStateMachine(input) {
      const arn = checkArn(input.stateMachineArn ?? '', ['stateMachine']);
      if (arn.split(':').length > 7 || arn.includes('/')) {
        throw new StepFunctionsError(
          'ValidationException',
          `State machine ARN must be unqualified: '${arn}' names a version, an alias or a Map state`,
        );
      }
      const machine = store.machines.get(arn);
      if (machine?.deleted === false && machine.deleting !== true) deletion.begin(machine);
      await journal.committed();
      return {};
    },
  };
};
