import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { StepBatchEvent, StepEvent } from '../../../statemachines/asl/compiled-pipeline.ts';
import { runAttempt } from './run-attempt.ts';
import { runBatch } from './run-batch.ts';
import { namedErrors } from './named-errors.ts';
import type { StepAnswer } from './step-answer.ts';
import type { StepRuntime } from './step-runtime.ts';

export type StepFunction = (event: StepEvent | StepBatchEvent, context: StepContextOfLambda) => Promise<StepAnswer>;

/** What the runtime reads of Lambda's context. */
export type StepContextOfLambda = Pick<Context, 'getRemainingTimeInMillis' | 'awsRequestId'>;

/** The handler of a step's function, around whatever step lies beside it. */
export function createStepFunction(runtime: StepRuntime): StepFunction {
  // Middy's own early timeout is off: the runtime keeps the deadline and needs its margin to record the outcome.
  const handler = middy<StepEvent | StepBatchEvent, StepAnswer>({ timeoutEarlyInMillis: 0 })
    .use(namedErrors())
    .handler(async (event, context) => {
      if ('trials' in event) return runBatch(runtime, event, () => context.getRemainingTimeInMillis());
      return { status: await runAttempt(runtime, event, context.getRemainingTimeInMillis()) };
    });
  return async (event, context) => handler(event, context as Context);
}
