import type { EngineLimits } from '../engine-limits.ts';
import type { Journal } from '../journal/journal.ts';
import { DEEPEST_JSON, isTooDeep, parseJson, type Json } from '../json/json.ts';
import { exceedsBytes } from '../json/payload.ts';
import type { StepFunctionsApi } from './step-functions-api.ts';
import { StepFunctionsError } from './step-functions-error.ts';
import type { TaskTokenRegistry } from './task-tokens.ts';

export type TokenOperations = Pick<StepFunctionsApi, 'sendTaskSuccess' | 'sendTaskFailure' | 'sendTaskHeartbeat'>;

const outputOf = (text: string, limits: EngineLimits): Json => {
  if (exceedsBytes(text, limits.payloadBytes)) {
    throw new StepFunctionsError(
      'InvalidOutput',
      `Invalid Output: 'The output is longer than ${limits.payloadBytes} bytes'`,
    );
  }
  if (isTooDeep(text)) {
    throw new StepFunctionsError(
      'InvalidOutput',
      `Invalid Output: 'The output is nested more than ${DEEPEST_JSON} levels deep'`,
    );
  }
  try {
    return parseJson(text);
  } catch (error) {
    throw new StepFunctionsError('InvalidOutput', `Invalid Output: '${(error as Error).message}'`);
  }
};

export const createTokenOperations = (
  tokens: TaskTokenRegistry,
  journal: Journal,
  limits: EngineLimits,
): TokenOperations => ({
  async sendTaskSuccess(input) {
    const output = outputOf(input.output ?? '', limits);
    await tokens.arrived(input.taskToken ?? '');
    tokens.complete(input.taskToken ?? '', { kind: 'success', output });
    await settled(journal);
    return {};
  },
  async sendTaskFailure(input) {
    await tokens.arrived(input.taskToken ?? '');
    const error = input.error ?? '';
    tokens.complete(
      input.taskToken ?? '',
      input.cause === undefined ? { kind: 'failure', error } : { kind: 'failure', error, cause: input.cause },
    );
    await settled(journal);
    return {};
  },
  async sendTaskHeartbeat(input) {
    await tokens.arrived(input.taskToken ?? '');
    tokens.heartbeat(input.taskToken ?? '');
    await journal.committed();
    return {};
  },
});

/** The task's end is recorded when its promises have run; the answer follows when that is durable. */
const settled = async (journal: Journal): Promise<void> => {
  if (!journal.durable) return;
  await new Promise((resolve) => setImmediate(resolve));
  await journal.committed();
};
