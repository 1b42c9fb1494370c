import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { StepFunctionsEngine } from '../../../engine/index.ts';
import { runDefinition } from '../run-definition.ts';
import type { ExpectedEvent } from './event.ts';
import type { Case, Expected } from './feature.ts';

export interface Compared {
  readonly actual: unknown;
  readonly expected: unknown;
}

/** As an expected event is written: with its id from its place, and without the time. */
const plainEvent = (found: HistoryEvent): unknown => {
  const plain: Record<string, unknown> = { ...found };
  delete plain['timestamp'];
  return plain;
};

const numbered = (found: ExpectedEvent, index: number): unknown => ({
  previousEventId: index < 2 ? 0 : index,
  ...found,
  id: index + 1,
});

const wholeHistory = async (engine: StepFunctionsEngine, executionArn: string): Promise<readonly HistoryEvent[]> => {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await engine.getExecutionHistory({ executionArn, maxResults: 1000, ...(nextToken && { nextToken }) });
    events.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return events;
};

const statusOf = (expected: Expected): string => expected.status ?? ('output' in expected ? 'SUCCEEDED' : 'FAILED');

/** Runs a case and gives what it did beside what it should do, in one form. */
export const runCase = async ({ definition, input, tasks, options, expected }: Case): Promise<Compared> => {
  const finished = await runDefinition(definition, input, tasks, options);
  try {
    const { status, output, error, cause, seconds, engine, executionArn } = finished;
    const history = expected.history === undefined ? undefined : await wholeHistory(engine, executionArn);
    return {
      actual: {
        status,
        output,
        error,
        cause,
        seconds: expected.seconds === undefined ? undefined : seconds,
        history: history?.map(plainEvent),
      },
      expected: {
        status: statusOf(expected),
        output: expected.output,
        error: expected.error,
        cause: expected.cause,
        seconds: expected.seconds,
        history: expected.history?.map(numbered),
      },
    };
  } finally {
    await finished.engine.close();
  }
};
