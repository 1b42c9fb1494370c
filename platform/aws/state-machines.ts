import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { StateMachines } from '../pipelines/state-machines.ts';

export interface StateMachinesOptions {
  readonly sfn: SFNClient;
  /** The one role that every machine takes. */
  readonly roleArn: string;
}

export function createStateMachines({ sfn, roleArn }: StateMachinesOptions): StateMachines {
  return {
    async create({ name, definition }) {
      try {
        const { stateMachineArn } = await sfn.send(
          new CreateStateMachineCommand({ name, definition, roleArn, type: 'STANDARD' }),
        );
        if (stateMachineArn === undefined)
          throw new Error(`Step Functions gave no ARN for the state machine "${name}"`);
        return { kind: 'created', stateMachineArn };
      } catch (error) {
        if (isNamed(error, 'InvalidDefinition')) return { kind: 'invalid-definition', message: error.message };
        if (isNamed(error, 'AccessDeniedException')) return { kind: 'not-permitted', message: error.message };
        throw error;
      }
    },

    async start({ stateMachineArn, name, input }) {
      try {
        await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input }));
      } catch (error) {
        // The same name and input while it runs is no error; once it has ended, this one says that it was started before.
        if (!isNamed(error, 'ExecutionAlreadyExists')) throw error;
      }
    },

    async stop(executionArn, error, cause) {
      try {
        await sfn.send(new StopExecutionCommand({ executionArn, error, cause }));
      } catch (failure) {
        if (!isNamed(failure, 'ExecutionDoesNotExist') && !isNamed(failure, 'StateMachineDoesNotExist')) throw failure;
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

function isNamed(error: unknown, name: string): error is Error {
  return error instanceof Error && error.name === name;
}
