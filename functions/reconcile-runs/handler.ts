import type { ScheduledEvent } from 'aws-lambda';
import { reconcileRuns } from '../../platform/runs/reconcile-runs.ts';
import { reconcileContext } from '../composition.ts';
import { logger } from '../middleware/logger.ts';
import { serveEvent } from '../middleware/serve-event.ts';

/** A start takes seconds, a status event seconds more. */
const minimumAgeSeconds = 300;
/** Finishing one large run must still fit in. */
const spareMilliseconds = 60_000;

const context = reconcileContext();

export const handler = serveEvent(async (_: ScheduledEvent, lambda) => {
  const hasTime = (): boolean => lambda.getRemainingTimeInMillis() > spareMilliseconds;
  const answer = await reconcileRuns(context, { minimumAgeSeconds, hasTime });
  logger.info('reconciled', { ...answer });
  return answer;
});
