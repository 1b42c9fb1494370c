import type { MachineExecutions } from '../pipelines/state-machines.ts';
import { isNamed } from './named-error.ts';
import type { StatesClient } from './states-client.ts';

export function createMachineExecutions({ states }: { readonly states: StatesClient }): MachineExecutions {
  return {
    async stop(executionArn, error, cause) {
      try {
        await states('StopExecution', { executionArn, error, cause });
      } catch (failure) {
        if (!isNamed(failure, 'ExecutionDoesNotExist', 'StateMachineDoesNotExist')) throw failure;
      }
    },

    async describe(executionArn) {
      try {
        const { status, error, cause, redriveCount, redriveStatus } = await states('DescribeExecution', {
          executionArn,
        });
        if (status === undefined) throw new Error(`Step Functions gave no status of the execution "${executionArn}"`);
        return {
          status,
          ...(error === undefined ? {} : { error }),
          ...(cause === undefined ? {} : { cause }),
          ...(redriveCount === undefined ? {} : { redriveCount }),
          ...(redriveStatus === undefined ? {} : { redrivable: redriveStatus === 'REDRIVABLE' }),
        };
      } catch (failure) {
        if (isNamed(failure, 'ExecutionDoesNotExist')) return undefined;
        throw failure;
      }
    },
  };
}
