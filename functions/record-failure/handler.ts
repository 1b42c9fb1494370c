import type { FailureEvent } from '../../statemachines/asl/compiled-pipeline.ts';
import { recordFailure } from '../../platform/runs/record-failure.ts';
import { recordFailureContext } from '../composition.ts';
import { serveEvent } from '../middleware/serve-event.ts';

const context = recordFailureContext();

/** Called where a machine catches a step's failure: gives the execution its fate. */
export const handler = serveEvent((event: FailureEvent) => recordFailure(context, event));
