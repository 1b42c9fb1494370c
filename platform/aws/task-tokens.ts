import type { TaskTokens } from '../runs/approval.ts';
import { isNamed } from './named-error.ts';
import type { StatesClient } from './states-client.ts';

/** Answers to tasks that wait; one that has timed out, or was stopped, is past answering. */
export function createTaskTokens({ states }: { readonly states: StatesClient }): TaskTokens {
  return {
    succeed: (taskToken, output) =>
      unlessGone(states('SendTaskSuccess', { taskToken, output: JSON.stringify(output) })),
    fail: (taskToken, error, cause) => unlessGone(states('SendTaskFailure', { taskToken, error, cause })),
  };
}

async function unlessGone(sending: Promise<unknown>): Promise<void> {
  try {
    await sending;
  } catch (error) {
    if (!isNamed(error, 'TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken')) throw error;
  }
}
