import type { StateMachineVersionListItem } from '@aws-sdk/client-sfn';
import type { Clock } from '../clock/clock.ts';
import { whenDurable, type Journal } from '../journal/journal.ts';
import type { StoredMachine, StoredVersion } from '../journal/stored-machine.ts';
import { checkArn } from './arn.ts';
import type { ExecutionStore } from './execution-store.ts';
import { nextTokenField, pageOf } from './page.ts';
import { findActiveMachine, revisionName, unqualified } from './resolve-machine.ts';
import type { StepFunctionsApi } from './step-functions-api.ts';
import { StepFunctionsError } from './step-functions-error.ts';

export type VersionOperations = Pick<
  StepFunctionsApi,
  'publishStateMachineVersion' | 'listStateMachineVersions' | 'deleteStateMachineVersion'
>;

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MOST_VERSIONS = 1000;

export interface VersionNeeds {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly store: ExecutionStore;
}

/** Publishes a machine's present revision, or gives the version that it already is. */
export const publishVersion = (
  { clock, store }: Pick<VersionNeeds, 'clock' | 'store'>,
  machine: StoredMachine,
  description: string | undefined,
): StoredVersion => {
  const known = machine.versions.find(({ revisionId }) => revisionId === machine.revisionId);
  if (known !== undefined) {
    if (description === undefined || description === known.description) return known;
    throw new StepFunctionsError(
      'ConflictException',
      `Failed to publish the State Machine version for revision ${revisionName(machine.revisionId)}. It is already published as ${known.arn} with another description.`,
    );
  }
  if (machine.versions.length >= MOST_VERSIONS) {
    throw new StepFunctionsError(
      'ServiceQuotaExceededException',
      `A state machine may have at most ${MOST_VERSIONS} versions; delete some of ${machine.arn}`,
    );
  }
  const number = machine.lastVersion + 1;
  const { roleArn, logging, tracing, encryption } = machine;
  const version: StoredVersion = {
    arn: `${machine.arn}:${number}`,
    revisionId: machine.revisionId,
    description,
    createdAt: clock.now(),
    settings: { roleArn, logging, tracing, encryption },
  };
  store.saveMachine({ ...machine, lastVersion: number, versions: [version, ...machine.versions] });
  return version;
};

export const createVersionOperations = (needs: VersionNeeds): VersionOperations => {
  const { journal, store } = needs;
  return {
    async publishStateMachineVersion(input) {
      const machine = findActiveMachine(store, input.stateMachineArn ?? '');
      const { revisionId, description } = input;
      const current = revisionName(machine.revisionId);
      if (revisionId !== undefined && revisionId !== current) {
        throw new StepFunctionsError(
          'ConflictException',
          `Failed to publish the State Machine version for revision ${revisionId}. The current State Machine revision is ${current}.`,
        );
      }
      const version = publishVersion(needs, machine, description);
      await journal.committed();
      return { stateMachineVersionArn: version.arn, creationDate: new Date(version.createdAt) };
    },
    async listStateMachineVersions(input) {
      const arn = checkArn(input.stateMachineArn ?? '', ['stateMachine']);
      const machine = store.machines.get(arn);
      const versions = machine?.deleted === false ? machine.versions : [];
      const { items, nextToken } = pageOf(versions, (version) => version.arn, input);
      return whenDurable(journal, {
        stateMachineVersions: items.map((version): StateMachineVersionListItem => ({
          stateMachineVersionArn: version.arn,
          creationDate: new Date(version.createdAt),
        })),
        ...nextTokenField(nextToken),
      });
    },
    async deleteStateMachineVersion(input) {
      const arn = checkArn(input.stateMachineVersionArn ?? '', ['stateMachine']);
      if (!/:\d+$/.test(arn)) {
        throw new StepFunctionsError(
          'ValidationException',
          `State machine version ARN must end in a version number: '${arn}'`,
        );
      }
      const machine = store.machines.get(unqualified(arn));
      const referring = (machine?.aliases ?? []).filter(({ routes }) =>
        routes.some((route) => route.versionArn === arn),
      );
      if (referring.length > 0) {
        throw new StepFunctionsError(
          'ConflictException',
          `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${referring.map(({ name }) => name).join(', ')}]`,
        );
      }
      if (machine?.versions.some((version) => version.arn === arn) === true) {
        store.saveMachine({ ...machine, versions: machine.versions.filter((version) => version.arn !== arn) });
      }
      await journal.committed();
      return {};
    },
  };
};
