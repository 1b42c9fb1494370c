import { finishPipeline } from '../../platform/runs/finish-pipeline.ts';
import { finishRun } from '../../platform/runs/finish-run.ts';
import { settleRun } from '../../platform/runs/settle-run.ts';
import { finishContext } from '../composition.ts';
import { setting } from '../environment.ts';
import { logger } from '../middleware/logger.ts';
import { serveEvent } from '../middleware/serve-event.ts';
import { answerOf } from './answer-of.ts';
import { readFinishEvent } from './read-finish-event.ts';

const context = finishContext();
const stage = setting('SLIPWAY_STAGE');

/** Called by the last state of every machine, and by the event that says how an execution ended. */
export const handler = serveEvent(async (event: unknown) => {
  const request = readFinishEvent(event, stage);
  if (request === undefined) {
    logger.debug('not the end of a run', { event });
    return { outcome: 'ignored' as const };
  }
  if (request.pipeline !== undefined) {
    const answer = await finishPipeline(context, request.pipeline);
    logger.info('finish pipeline', { runId: request.runId, node: request.pipeline.node, status: answer.status });
    return { outcome: 'finished' as const, ...answer };
  }
  if (request.finally === true) {
    await settleRun(context, request);
    logger.info('settle', { runId: request.runId });
    return { outcome: 'settled' as const };
  }
  const answer = await finishRun(context, request);
  const { status, reason } = answerOf(answer);
  logger.info('finish', { runId: request.runId, outcome: answer.kind, status });
  return { outcome: answer.kind, status, reason };
});
