import { type FinishAnswer, finishRun } from '../../platform/runs/finish-run.ts';
import { finishContext } from '../composition.ts';
import { setting } from '../environment.ts';
import { logger } from '../middleware/logger.ts';
import { serveEvent } from '../middleware/serve-event.ts';
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
  const answer = await finishRun(context, request);
  logger.info('finish', { runId: request.runId, outcome: answer.kind, ...statusOf(answer) });
  return { outcome: answer.kind, ...statusOf(answer) };
});

function statusOf(answer: FinishAnswer) {
  return answer.kind === 'unknown-run' ? {} : { status: answer.run.status };
}
