import type { StoredMachine } from '../journal/stored-machine.ts';
import type { Execution } from './execution.ts';
import type { ExecutionStore } from './execution-store.ts';

/**
 * A machine is gone once its executions have ended, and those end at their next state:
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html
 */
export interface MachineDeletion {
  begin(machine: StoredMachine): void;
  /** Told of an execution that goes on after a restart. */
  resumed(execution: Execution): void;
  /** Told of an execution that has ended. */
  ended(execution: Execution): void;
  /** After a restart: a machine whose last execution had ended is gone, though nothing had said so yet. */
  reopened(): void;
}

export const createMachineDeletion = (store: ExecutionStore): MachineDeletion => {
  const runningOf = (arn: string): readonly Execution[] =>
    [...store.executions.values()].filter(
      ({ stored }) => stored.status === 'RUNNING' && stored.machineArn.split('/')[0] === arn,
    );
  const finish = (machine: StoredMachine): void => {
    store.saveMachine({ ...machine, deleting: false, deleted: true, versions: [], aliases: [], tags: {} });
  };
  const machineOf = ({ stored }: Execution): StoredMachine | undefined =>
    store.machines.get(stored.machineArn.split('/')[0] ?? '');
  return {
    begin(machine) {
      const running = runningOf(machine.arn);
      if (running.length === 0) {
        finish(machine);
        return;
      }
      store.saveMachine({ ...machine, deleting: true });
      for (const execution of running) execution.doomed = true;
    },
    resumed(execution) {
      if (machineOf(execution)?.deleting === true) execution.doomed = true;
    },
    ended(execution) {
      const machine = machineOf(execution);
      if (machine?.deleting === true && runningOf(machine.arn).length === 0) finish(machine);
    },
    reopened() {
      for (const machine of [...store.machines.values()]) {
        if (machine.deleting === true && runningOf(machine.arn).length === 0) finish(machine);
      }
    },
  };
};
