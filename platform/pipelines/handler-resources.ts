import type { NodePlan } from '../../statemachines/plan/execution-plan.ts';

export interface HandlerResources {
  /** MiB. */
  readonly memoryMb: number;
  /** MiB of the temporary folder. */
  readonly storageMb: number;
}

/** Of a handler whose steps do not say. */
export const usualResources: HandlerResources = { memoryMb: 1024, storageMb: 512 };

/** What Lambda offers: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const leastResources: HandlerResources = { memoryMb: 128, storageMb: 512 };
export const mostResources: HandlerResources = { memoryMb: 10_240, storageMb: 10_240 };

/** One function serves every node of its handler, so it gets the most that any of them asks for. */
export function handlerResources(handler: string, nodes: readonly NodePlan[]): HandlerResources {
  const own = nodes.filter(({ work }) => work.kind === 'handler' && work.handler === handler);
  const most = (of: keyof HandlerResources): number =>
    Math.max(leastResources[of], ...own.map((node) => node[of] ?? usualResources[of]));
  return { memoryMb: most('memoryMb'), storageMb: most('storageMb') };
}
