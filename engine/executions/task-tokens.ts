import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { TaskTokens, TokenListener, TokenOutcome } from '../interpreter/execution-scope.ts';
import { StepFunctionsError } from './step-functions-error.ts';

const NONCE_BYTES = 24;
const SEAL_BYTES = 12;

/** All the tasks that wait for their token, of all executions. */
export interface TaskTokenRegistry {
  of(executionArn: string, redriveCount: number): TaskTokens;
  complete(token: string, outcome: TokenOutcome): void;
  heartbeat(token: string): void;
  /**
   * After a restart: the task of this token will be waited for again, once its execution has found its place. `over`
   * settles when the execution has ended.
   */
  expect(token: string, over: () => Promise<void>): void;
  /** Resolves when an expected token's task is waited for, or never will be. */
  arrived(token: string): Promise<void> | undefined;
}

interface Expected {
  readonly listening: PromiseWithResolvers<void>;
  readonly over: () => Promise<void>;
}

/**
 * Tokens are sealed with the engine's secret: a task's token is the same after a restart, and a token that was never
 * given out (`InvalidToken`) is told from one whose task has ended (`TaskTimedOut`).
 */
export const createTaskTokenRegistry = (secret: Buffer = randomBytes(32)): TaskTokenRegistry => {
  const waiting = new Map<string, TokenListener>();
  const expected = new Map<string, Expected>();
  const seal = (nonce: Buffer): Buffer => createHmac('sha256', secret).update(nonce).digest().subarray(0, SEAL_BYTES);

  const listenerOf = (token: string): TokenListener => {
    const listener = waiting.get(token);
    if (listener !== undefined) return listener;
    const bytes = Buffer.from(token, 'base64');
    const authentic =
      bytes.length === NONCE_BYTES + SEAL_BYTES &&
      timingSafeEqual(seal(bytes.subarray(0, NONCE_BYTES)), bytes.subarray(NONCE_BYTES));
    if (!authentic) throw new StepFunctionsError('InvalidToken', `Invalid Token: 'Invalid token'`);
    throw new StepFunctionsError('TaskTimedOut', `Task Timed Out: 'Provided task does not exist anymore'`);
  };

  return {
    of: (executionArn, redriveCount) => ({
      issue(key) {
        const nonce = createHmac('sha256', secret)
          .update(`${executionArn}\n${redriveCount}\n${key}`)
          .digest()
          .subarray(0, NONCE_BYTES);
        return Buffer.concat([nonce, seal(nonce)]).toString('base64');
      },
      listen(token, listener) {
        waiting.set(token, listener);
        expected.get(token)?.listening.resolve();
        expected.delete(token);
        return () => {
          if (waiting.get(token) === listener) waiting.delete(token);
        };
      },
      settle: (token, outcome) => waiting.get(token)?.ended(outcome),
    }),
    complete: (token, outcome) => listenerOf(token).ended(outcome),
    heartbeat: (token) => listenerOf(token).heartbeat(),
    expect: (token, over) => void expected.set(token, { listening: Promise.withResolvers(), over }),
    arrived(token) {
      const entry = expected.get(token);
      return entry && Promise.race([entry.listening.promise, entry.over()]).finally(() => expected.delete(token));
    },
  };
};
