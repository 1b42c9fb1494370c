import type { MiddlewareObj } from '@middy/core';
import type { StepBatchEvent, StepEvent } from '../../../statemachines/asl/compiled-pipeline.ts';
import type { StepAnswer } from './step-answer.ts';
import { StepError } from './step-error.ts';

/**
 * Every error leaves as one of the three that the machine knows; what is not the step's own is the platform's, and is logged
 * with its cause for whoever runs the platform. The logger is loaded when it is first needed, off the way of a cold start.
 */
export function namedErrors(): MiddlewareObj<StepEvent | StepBatchEvent, StepAnswer> {
  return {
    async onError({ error, event }) {
      if (error instanceof StepError) return;
      const { Logger } = await import('@aws-lambda-powertools/logger');
      const { project, runId, node, attempt } = event;
      const cause = error instanceof Error ? error : new Error(String(error));
      new Logger({ serviceName: 'slipway-step' }).error('a delivery ended in an error of the platform', {
        error: cause,
        execution: { project, runId, node, attempt },
      });
      throw new StepError('errored', `the platform could not do its part: ${cause.name}: ${cause.message}`, { cause });
    },
  };
}
