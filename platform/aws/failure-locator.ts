import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { FailureLocator, LocatedFailure } from '../runs/failure-locator.ts';
import type { StatesClient } from './states-client.ts';

/** Pages of 1,000 events, from the end: the failure is among the last, unless siblings of a wide Map were being cut short. */
const MOST_PAGES = 5;

/**
 * Reads the history backwards: the newest failure of a task with the machine's own error, then by the links between
 * events the call that failed, whose payload says which execution it was for (asl/compiled-pipeline.ts, StepEvent).
 */
export function createFailureLocator({ states }: { readonly states: StatesClient }): FailureLocator {
  return { locate };

  async function locate(executionArn: string, error: string | undefined): Promise<LocatedFailure | undefined> {
    // By id: the event before it in its branch.
    let wanted: number | undefined;
    let nextToken: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const history = await states('GetExecutionHistory', {
        executionArn,
        reverseOrder: true,
        maxResults: 1000,
        includeExecutionData: true,
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      for (const event of history.events ?? []) {
        const child = wanted === undefined ? childFailedWith(event, error) : undefined;
        if (child !== undefined) return locate(child, error);
        if (wanted === undefined ? !failedWith(event, error) : event.id !== wanted) continue;
        if (event.type === 'TaskScheduled') return calledFor(event.taskScheduledEventDetails?.parameters);
        wanted = event.previousEventId;
      }
      nextToken = history.nextToken;
      if (nextToken === undefined) return undefined;
    }
    return undefined;
  }
}

/** An execution that this one started and that failed with the error, which it handed on. */
function childFailedWith({ taskFailedEventDetails }: HistoryEvent, error: string | undefined): string | undefined {
  if (taskFailedEventDetails?.resourceType !== 'states') return undefined;
  const description = parsed(taskFailedEventDetails.cause);
  const { ExecutionArn, Error } = isObject(description) ? description : {};
  return typeof ExecutionArn === 'string' && (error === undefined || Error === error) ? ExecutionArn : undefined;
}

function failedWith(event: HistoryEvent, error: string | undefined): boolean {
  const details = event.taskFailedEventDetails ?? event.taskTimedOutEventDetails;
  return details !== undefined && (error === undefined || details.error === error);
}

/** Undefined: not a step's call. */
function calledFor(parameters: string | undefined): LocatedFailure | undefined {
  const call = parsed(parameters);
  const payload = isObject(call) ? call['Payload'] : undefined;
  if (!isObject(payload) || typeof payload['node'] !== 'string' || !isIndices(payload['trial'])) return undefined;
  return { node: payload['node'], trial: payload['trial'] };
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '{}');
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isIndices(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((index) => typeof index === 'number');
}
