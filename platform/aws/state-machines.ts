import { CreateStateMachineCommand, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { StateMachines } from '../pipelines/state-machines.ts';
import { createMachineExecutions } from './machine-executions.ts';
import { isNamed } from './named-error.ts';

export interface StateMachinesOptions {
  readonly sfn: SFNClient;
  /** The one role that every machine takes. */
  readonly roleArn: string;
}

export function createStateMachines({ sfn, roleArn }: StateMachinesOptions): StateMachines {
  return {
    ...createMachineExecutions({ sfn }),

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
  };
}
