import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { createVirtualClock, type StepFunctionsEngine } from '../../../engine/index.ts';
import { runDefinition } from '../run-definition.ts';
import type { ExpectedEvent } from './event.ts';
import type { Case, Expected } from './feature.ts';

export interface Compared {
  readonly actual: unknown;
  readonly expected: unknown;
}

/** As an expected event is written: with its id from its place, and without the time and the id of a Map Run. */
const plainEvent = (found: HistoryEvent): unknown => {
  const plain: Record<string, unknown> = { ...found };
  delete plain['timestamp'];
  const run = found.mapRunStartedEventDetails;
  if (run !== undefined) {
    plain['mapRunStartedEventDetails'] = { ...run, mapRunArn: run.mapRunArn?.replace(/:[^:]*$/, ':*') };
  }
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

const childHistories = async (
  engine: StepFunctionsEngine,
  executionArn: string,
): Promise<readonly (readonly HistoryEvent[])[]> => {
  const { mapRuns = [] } = await engine.listMapRuns({ executionArn });
  const histories: (readonly HistoryEvent[])[] = [];
  for (const { mapRunArn } of mapRuns.toReversed()) {
    const { executions = [] } = await engine.listExecutions({ mapRunArn });
    for (const child of executions.toReversed()) histories.push(await wholeHistory(engine, child.executionArn ?? ''));
  }
  return histories;
};

const statusOf = (expected: Expected): string => expected.status ?? ('output' in expected ? 'SUCCEEDED' : 'FAILED');

/** Runs a case and gives what it did beside what it should do, in one form. */
export const runCase = async (given: Case): Promise<Compared> => {
  const { definition, input, tasks, outside, before, options, expected } = given;
  const clock = createVirtualClock();
  const made: StepFunctionsEngine[] = [];
  const engineOf = (): StepFunctionsEngine => {
    const [engine] = made;
    if (engine === undefined) throw new Error('the engine is not made yet');
    return engine;
  };
  const handlers = { ...tasks, ...outside?.(engineOf, clock) };
  const finished = await runDefinition(definition, input, handlers, { clock, ...options }, async (engine) => {
    made.push(engine);
    await before?.(engine);
  });
  try {
    const { status, output, error, cause, seconds, engine, executionArn } = finished;
    const history = expected.history === undefined ? undefined : await wholeHistory(engine, executionArn);
    const children = expected.children === undefined ? undefined : await childHistories(engine, executionArn);
    return {
      actual: {
        status,
        output,
        error,
        cause,
        seconds: expected.seconds === undefined ? undefined : seconds,
        history: history?.map(plainEvent),
        children: children?.map((events) => events.map(plainEvent)),
      },
      expected: {
        status: statusOf(expected),
        output: expected.output,
        error: expected.error,
        cause: expected.cause,
        seconds: expected.seconds,
        history: expected.history?.map(numbered),
        children: expected.children?.map((events) => events.map(numbered)),
      },
    };
  } finally {
    await finished.engine.close();
  }
};
