import { DescribeExecutionCommand, type SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { MachineExecutions } from '../pipelines/state-machines.ts';
import { isNamed } from './named-error.ts';

export function createMachineExecutions({ sfn }: { readonly sfn: SFNClient }): MachineExecutions {
  return {
    async stop(executionArn, error, cause) {
      try {
        await sfn.send(new StopExecutionCommand({ executionArn, error, cause }));
      } catch (failure) {
        if (!isNamed(failure, 'ExecutionDoesNotExist', 'StateMachineDoesNotExist')) throw failure;
      }
    },

    async describe(executionArn) {
      try {
        const { status, error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
        if (status === undefined) throw new Error(`Step Functions gave no status of the execution "${executionArn}"`);
        return { status, ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
      } catch (failure) {
        if (isNamed(failure, 'ExecutionDoesNotExist')) return undefined;
        throw failure;
      }
    },
  };
}
