import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { expect } from 'vitest';
import { createVirtualClock, StepFunctionsEngine, TaskError, type TaskHandler } from '../../engine/index.ts';
import { INVOKE, ROLE } from './run-definition.ts';

/** A machine in the small: what runs in which nesting. */
type Shape =
  | { readonly kind: 'task' | 'wait' }
  | { readonly kind: 'series' | 'parallel'; readonly parts: readonly Shape[] }
  | { readonly kind: 'map' | 'distributed'; readonly body: Shape };

const { shape: shapes } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<Shape>({ kind: 'task' }, { kind: 'task' }, { kind: 'wait' }),
    fc.record({
      kind: fc.constantFrom('series' as const, 'parallel' as const),
      parts: fc.array(tie('shape'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constantFrom('map' as const, 'distributed' as const), body: tie('shape') }),
  ),
}));

interface Flow {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, object>>;
}

/** Writes the shape as states; each gives its name with what its parts gave, and each task is known by its iteration. */
const flowOf = (shape: Shape, names: { next: number }): Flow => {
  const name = `S${names.next++}`;
  switch (shape.kind) {
    case 'task':
      return {
        StartAt: name,
        States: {
          [name]: {
            Type: 'Task',
            Resource: INVOKE,
            Arguments: { FunctionName: 'work', Payload: { name: `{% "${name}" & $string($states.input) %}` } },
            Output: '{% $states.result.Payload %}',
            Retry: [{ ErrorEquals: ['Once'], MaxAttempts: 1 }],
            End: true,
          },
        },
      };
    case 'wait':
      return { StartAt: name, States: { [name]: { Type: 'Wait', Seconds: 7, Output: name, End: true } } };
    case 'parallel':
      return {
        StartAt: name,
        States: {
          [name]: { Type: 'Parallel', Branches: shape.parts.map((part) => flowOf(part, names)), End: true },
        },
      };
    case 'map':
    case 'distributed': {
      const body = flowOf(shape.body, names);
      const config =
        shape.kind === 'map' ? {} : { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };
      return {
        StartAt: name,
        States: {
          [name]: {
            Type: 'Map',
            Items: [1, 2],
            ItemSelector: '{% $states.context.Map.Item.Value %}',
            ItemProcessor: { ...config, ...body },
            End: true,
          },
        },
      };
    }
    case 'series': {
      const flows = shape.parts.map((part) => flowOf(part, names));
      const states: Record<string, object> = {};
      flows.forEach((flow, index) => {
        const next = flows[index + 1]?.StartAt;
        for (const [key, state] of Object.entries(flow.States)) {
          const { End: ends, ...rest } = state as { End?: boolean };
          states[key] = ends === true && next !== undefined ? { ...rest, Next: next } : state;
        }
      });
      return { StartAt: flows[0]?.StartAt ?? name, States: states };
    }
  }
};

interface Played {
  readonly output: string | undefined;
  readonly redrives: number;
  /** How often the state of each task was left: one that was under way in a stopped branch may have been done in vain. */
  readonly successes: Readonly<Record<string, number>>;
}

/** The successes in the histories of an execution and of its Map Runs' children. */
const recordedSuccesses = async (
  engine: StepFunctionsEngine,
  executionArn: string,
  successes: Record<string, number> = {},
): Promise<Record<string, number>> => {
  const { events = [] } = await engine.getExecutionHistory({ executionArn, maxResults: 1000 });
  expect(events.map(({ id }) => id)).toStrictEqual(events.map((_event, index) => index + 1));
  expect(events.every(({ id = 0, previousEventId = 0 }) => previousEventId < id)).toBe(true);
  const before = ({ previousEventId = 0 }: HistoryEvent = { timestamp: undefined, type: undefined, id: 0 }) =>
    events[previousEventId - 1];
  // A state that was not left is done again, even where its task had just succeeded.
  for (const event of events.filter(({ type }) => type === 'TaskStateExited')) {
    const scheduled = before(before(before(event)));
    const { Payload } = JSON.parse(scheduled?.taskScheduledEventDetails?.parameters ?? '') as {
      Payload: { name: string };
    };
    successes[Payload.name] = (successes[Payload.name] ?? 0) + 1;
  }
  const { mapRuns = [] } = await engine.listMapRuns({ executionArn });
  for (const { mapRunArn } of mapRuns) {
    const { executions = [] } = await engine.listExecutions({ mapRunArn });
    for (const child of executions) await recordedSuccesses(engine, child.executionArn ?? '', successes);
  }
  return successes;
};

/** Runs a machine, redriving it until it succeeds; each task named in `failing` fails that often first. */
const play = async (definition: string, failing: ReadonlyMap<string, number>, dataFolder?: string): Promise<Played> => {
  const left = new Map(failing);
  const work: TaskHandler = ({ arguments: given }) => {
    const { name } = (given as { Payload: { name: string } }).Payload;
    const failures = left.get(name) ?? 0;
    if (failures > 0) {
      left.set(name, failures - 1);
      throw new TaskError(failures % 2 === 0 ? 'Once' : 'Broken');
    }
    return name;
  };
  const open = (): StepFunctionsEngine =>
    new StepFunctionsEngine({
      clock: createVirtualClock(),
      seed: 'law',
      tasks: { work },
      ...(dataFolder === undefined ? {} : { dataFolder }),
    });
  let engine = open();
  const { stateMachineArn } = await engine.createStateMachine({ name: 'm', definition, roleArn: ROLE });
  const { executionArn = '' } = await engine.startExecution({ stateMachineArn, name: 'x', input: '0' });
  let described = await engine.waitForExecution(executionArn);
  for (let redrive = 0; described.status !== 'SUCCEEDED' && redrive < 40; redrive++) {
    if (dataFolder !== undefined) {
      await engine.close();
      engine = open();
    }
    await engine.redriveExecution({ executionArn });
    described = await engine.waitForExecution(executionArn);
  }
  const successes = await recordedSuccesses(engine, executionArn);
  await engine.close();
  return { output: described.output, redrives: described.redriveCount ?? 0, successes };
};

const numRuns = process.env['SLIPWAY_TEST_FULL'] === undefined ? 25 : 500;

test.prop([shapes, fc.infiniteStream(fc.nat({ max: 3 })), fc.boolean()], { numRuns, seed: 11 })(
  'a redriven execution ends as if nothing had failed, and repeats no task that had succeeded',
  async (shape, failures, durable) => {
    const definition = JSON.stringify({ QueryLanguage: 'JSONata', ...flowOf(shape, { next: 0 }) });
    const good = await play(definition, new Map());
    const failing = new Map(Object.keys(good.successes).map((name) => [name, failures.next().value ?? 0] as const));
    const folder = durable ? mkdtempSync(join(tmpdir(), 'slipway-law-')) : undefined;
    const bad = await play(definition, failing, folder);
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    expect({ output: bad.output, successes: bad.successes }).toStrictEqual({
      output: good.output,
      successes: good.successes,
    });
  },
  120_000,
);
