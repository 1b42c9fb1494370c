import { manifest } from '../../functions/manifest.ts';
import { builtInHandlers } from '../../platform/pipelines/built-in-handlers.ts';
import type { HandlerResources } from '../../platform/pipelines/handler-resources.ts';
import { handlerResources } from '../../platform/pipelines/handler-resources.ts';
import type { NodePlan } from '../../statemachines/plan/execution-plan.ts';

/** Memory and storage of the Lambda function that a handler runs in. */
export function functionResources(handler: string, nodes: readonly NodePlan[]): HandlerResources {
  const builtIn = Object.hasOwn(builtInHandlers, handler) ? builtInHandlers[handler] : undefined;
  return manifest.find(({ name }) => name === builtIn) ?? handlerResources(handler, nodes);
}
