import { decide } from '../../platform/runs/decide.ts';
import type { DecisionEvent } from '../../statemachines/asl/compiled-pipeline.ts';
import { decideContext } from '../composition.ts';
import { serveEvent } from '../middleware/serve-event.ts';

const context = decideContext();

/** Called where a definition has a condition or an action: before a node starts, or after it has ended. */
export const handler = serveEvent((event: DecisionEvent) => decide(context, event));
