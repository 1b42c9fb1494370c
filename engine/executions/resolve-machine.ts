import type { MachineSettings, StoredAlias, StoredMachine, StoredVersion } from '../journal/stored-machine.ts';
import { checkArn } from './arn.ts';
import type { ExecutionStore } from './execution-store.ts';
import { StepFunctionsError } from './step-functions-error.ts';

/** Which definition an execution of this ARN would run: a machine's latest, or a version's. */
export interface ResolvedMachine {
  readonly machine: StoredMachine;
  readonly revisionId: string;
  readonly settings: MachineSettings;
  readonly version: StoredVersion | undefined;
  readonly alias: StoredAlias | undefined;
}

type Machines = Pick<ExecutionStore, 'machines'>;

export const machineDoesNotExist = (arn: string): StepFunctionsError =>
  new StepFunctionsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);

export const machineDeleting = (arn: string): StepFunctionsError =>
  new StepFunctionsError('StateMachineDeleting', `State Machine Deleting: '${arn}'`);

/** A machine by its own ARN, without a version's number or an alias' name. */
export const unqualified = (arn: string): string => arn.split(':').slice(0, 7).join(':');

const INITIAL = 'INITIAL';

/** A machine that was never updated has a revision without a name: `INITIAL` in requests, nothing in answers. */
export const initialRevision = (id: string): string => `${INITIAL}-${id}`;

export const revisionName = (id: string): string => (id.startsWith(INITIAL) ? INITIAL : id);

export const shownRevision = (id: string): { readonly revisionId?: string } =>
  id.startsWith(INITIAL) ? {} : { revisionId: id };

/** Throws `InvalidArn` or `StateMachineDoesNotExist`. One that is being deleted is found. */
export const findMachine = ({ machines }: Machines, arn: string): StoredMachine => {
  const machine = machines.get(checkArn(arn, ['stateMachine']));
  if (machine === undefined || machine.deleted) throw machineDoesNotExist(arn);
  return machine;
};

/** As `findMachine`, for what a machine that is being deleted no longer takes. */
export const findActiveMachine = (store: Machines, arn: string): StoredMachine => {
  const machine = findMachine(store, arn);
  if (machine.deleting === true) throw machineDeleting(arn);
  return machine;
};

const settingsOf = ({ roleArn, logging, tracing, encryption }: StoredMachine): MachineSettings => ({
  roleArn,
  logging,
  tracing,
  encryption,
});

/** Finds a machine by its ARN, or the ARN of one of its versions. Throws `InvalidArn` or `StateMachineDoesNotExist`. */
export const resolveMachine = (store: Machines, arn: string): ResolvedMachine => {
  checkArn(arn, ['stateMachine']);
  const machine = store.machines.get(unqualified(arn));
  if (machine === undefined || machine.deleted) throw machineDoesNotExist(arn);
  const own = { machine, version: undefined, alias: undefined };
  if (machine.arn === arn) return { ...own, revisionId: machine.revisionId, settings: settingsOf(machine) };
  const version = machine.versions.find((known) => known.arn === arn);
  if (version === undefined) throw machineDoesNotExist(arn);
  return { ...own, revisionId: version.revisionId, settings: version.settings ?? settingsOf(machine), version };
};

/** As `resolveMachine`; an alias leads to one of its versions, by their weights. `random` gives 0 to 1. */
export const routeMachine = (store: Machines, arn: string, random: () => number): ResolvedMachine => {
  checkArn(arn, ['stateMachine']);
  const alias = store.machines.get(unqualified(arn))?.aliases?.find((known) => known.arn === arn);
  if (alias === undefined) return resolveMachine(store, arn);
  let left = random() * 100;
  const route = alias.routes.find(({ weight }) => (left -= weight) < 0) ?? alias.routes.at(-1);
  return { ...resolveMachine(store, route?.versionArn ?? arn), alias };
};
