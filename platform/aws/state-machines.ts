import type { StateMachines } from '../pipelines/state-machines.ts';
import { createMachineExecutions } from './machine-executions.ts';
import { isNamed } from './named-error.ts';
import type { StatesClient } from './states-client.ts';

export interface StateMachinesOptions {
  readonly states: StatesClient;
  /** The one role that every machine takes. */
  readonly roleArn: string;
}

export function createStateMachines({ states, roleArn }: StateMachinesOptions): StateMachines {
  return {
    ...createMachineExecutions({ states }),

    async create({ name, definition }) {
      try {
        const { stateMachineArn } = await states('CreateStateMachine', {
          name,
          definition,
          roleArn,
          type: 'STANDARD',
        });
        if (stateMachineArn === undefined)
          throw new Error(`Step Functions gave no ARN for the state machine "${name}"`);
        return { kind: 'created', stateMachineArn };
      } catch (error) {
        if (isNamed(error, 'InvalidDefinition')) return { kind: 'invalid-definition', message: error.message };
        if (isNamed(error, 'AccessDeniedException')) return { kind: 'not-permitted', message: error.message };
        throw error;
      }
    },

    async redrive(executionArn, clientToken) {
      try {
        await states('RedriveExecution', { executionArn, clientToken });
        return true;
      } catch (error) {
        if (isNamed(error, 'ExecutionNotRedrivable', 'ExecutionDoesNotExist')) return false;
        throw error;
      }
    },

    async start({ stateMachineArn, name, input }) {
      try {
        await states('StartExecution', { stateMachineArn, name, input });
      } catch (error) {
        // The same name and input while it runs is no error; once it has ended, this one says that it was started before.
        if (!isNamed(error, 'ExecutionAlreadyExists')) throw error;
      }
    },
  };
}
