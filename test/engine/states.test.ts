import { afterEach, describe, expect, it } from 'vitest';
import type { StepFunctionsEngine } from '../../engine/index.ts';
import { INVOKE, runDefinition, single, type Finished } from './run-definition.ts';

const engines: StepFunctionsEngine[] = [];

const run = async (...given: Parameters<typeof runDefinition>): Promise<Finished> => {
  const finished = await runDefinition(...given);
  engines.push(finished.engine);
  return finished;
};

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});

describe('Pass', () => {
  it('hands its input on without an Output', async () => {
    const { status, output } = await run(single({ Type: 'Pass' }), { a: [1, null, 'x'] });
    expect({ status, output }).toStrictEqual({ status: 'SUCCEEDED', output: { a: [1, null, 'x'] } });
  });

  it('evaluates expressions at any depth of Output', async () => {
    const state = {
      Type: 'Pass',
      Output: { n: ['{% $states.input.a + 1 %}', 'plain {% text'], name: '{% $states.context.State.Name %}' },
    };
    expect((await run(single(state), { a: 1 })).output).toStrictEqual({ n: [2, 'plain {% text'], name: 'Only' });
  });

  it('assigns from the values before the state', async () => {
    const { output } = await run({
      QueryLanguage: 'JSONata',
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Assign: { x: 1, y: 2 }, Next: 'B' },
        B: { Type: 'Pass', Assign: { x: '{% $y %}', y: '{% $x %}' }, Output: '{% $x %}', Next: 'C' },
        C: { Type: 'Pass', Output: ['{% $states.input %}', '{% $x %}', '{% $y %}'], End: true },
      },
    });
    expect(output).toStrictEqual([1, 2, 1]);
  });
});

describe('Choice', () => {
  const choice = {
    QueryLanguage: 'JSONata',
    StartAt: 'Which',
    States: {
      Which: {
        Type: 'Choice',
        Choices: [
          {
            Condition: '{% $states.input > 10 %}',
            Assign: { size: 'big' },
            Output: '{% $states.input * 2 %}',
            Next: 'Tell',
          },
          { Condition: '{% $states.input > 5 %}', Next: 'Stop' },
        ],
        Default: 'Stop',
      },
      Tell: { Type: 'Pass', Output: ['{% $size %}', '{% $states.input %}'], End: true },
      Stop: { Type: 'Fail', Error: 'TooSmall', Cause: '{% $string($states.input) & " is small" %}' },
    },
  };

  it('takes the first rule that holds, with its own Output and Assign', async () => {
    expect((await run(choice, 11)).output).toStrictEqual(['big', 22]);
  });

  it('takes Default when no rule holds', async () => {
    const { status, error, cause } = await run(choice, 1);
    expect({ status, error, cause }).toStrictEqual({ status: 'FAILED', error: 'TooSmall', cause: '1 is small' });
  });

  it('fails when no rule holds and there is no Default', async () => {
    const { error, cause } = await run({
      QueryLanguage: 'JSONata',
      StartAt: 'Which',
      States: {
        Which: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'End' }] },
        End: { Type: 'Succeed' },
      },
    });
    expect({ error, cause }).toStrictEqual({
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'Which' (entered at the event id #2). Failed to transition out of the state. The state does not point to a next state.",
    });
  });
});

describe('Wait', () => {
  it('waits for an expression of seconds', async () => {
    expect((await run(single({ Type: 'Wait', Seconds: '{% $states.input.s * 60 %}' }), { s: 90 })).seconds).toBe(5400);
  });

  it('waits until a time', async () => {
    expect((await run(single({ Type: 'Wait', Timestamp: '1971-01-01T00:00:00Z' }))).seconds).toBe(365 * 86_400);
  });

  it('fails with QueryEvaluationError for seconds that are no number', async () => {
    const { error, cause, events } = await run(single({ Type: 'Wait', Seconds: '{% "soon" %}' }));
    expect({ error, cause, events }).toStrictEqual({
      error: 'States.QueryEvaluationError',
      cause: `An error occurred while executing the state 'Only' (entered at the event id #2). The JSONata expression '"soon"' specified for the field 'Seconds' returned an unexpected result type. Expected 'integer', but was 'string' for value: "soon"`,
      events: ['1 < 0 ExecutionStarted', '2 < 0 WaitStateEntered', '3 < 2 EvaluationFailed', '4 < 3 ExecutionFailed'],
    });
  });
});

describe('Succeed and Fail', () => {
  it('succeeds with an Output', async () => {
    expect((await run(single({ Type: 'Succeed', Output: { ok: '{% true %}' } }))).output).toStrictEqual({ ok: true });
  });

  it('fails with Error and Cause from expressions', async () => {
    const { status, error, cause, events } = await run(single({ Type: 'Fail', Error: '{% "E" & 1 %}', Cause: 'why' }));
    expect({ status, error, cause, events }).toStrictEqual({
      status: 'FAILED',
      error: 'E1',
      cause: 'why',
      events: ['1 < 0 ExecutionStarted', '2 < 0 FailStateEntered', '3 < 2 ExecutionFailed'],
    });
  });
});

describe('Parallel', () => {
  const branch = (name: string, state: object): object => ({
    StartAt: name,
    States: { [name]: { ...state, ...('Error' in state ? {} : { End: true }) } },
  });

  it('gives the outputs in the order of the branches and takes as long as the longest', async () => {
    const state = {
      Type: 'Parallel',
      Arguments: { base: '{% $states.input %}' },
      Branches: [
        branch('A', { Type: 'Wait', Seconds: 7, Output: 'slow' }),
        branch('B', { Type: 'Pass', Output: '{% $states.input.base %}' }),
      ],
    };
    const { output, seconds } = await run(single(state), 5);
    expect({ output, seconds }).toStrictEqual({ output: ['slow', 5], seconds: 7 });
  });

  it('fails with the own error of the branch that failed first, and aborts the others', async () => {
    const state = {
      Type: 'Parallel',
      Branches: [
        branch('A', { Type: 'Wait', Seconds: 100 }),
        branch('B', { Type: 'Fail', Error: 'Mine', Cause: 'so' }),
      ],
      Catch: [{ ErrorEquals: ['Mine'], Assign: { e: '{% $states.errorOutput.Error %}' }, Next: 'Caught' }],
      Next: 'Caught',
    };
    const { output, seconds, events } = await run({
      QueryLanguage: 'JSONata',
      StartAt: 'P',
      States: { P: state, Caught: { Type: 'Pass', Output: ['{% $states.input %}', '{% $e %}'], End: true } },
    });
    expect({ output, seconds, events }).toStrictEqual({
      output: [{ Error: 'Mine', Cause: 'so' }, 'Mine'],
      seconds: 0,
      events: [
        '1 < 0 ExecutionStarted',
        '2 < 0 ParallelStateEntered',
        '3 < 2 ParallelStateStarted',
        '4 < 3 WaitStateEntered',
        '5 < 3 FailStateEntered',
        '6 < 5 WaitStateAborted',
        '7 < 5 ParallelStateFailed',
        '8 < 7 ParallelStateExited',
        '9 < 8 PassStateEntered',
        '10 < 9 PassStateExited',
        '11 < 10 ExecutionSucceeded',
      ],
    });
  });

  it('keeps what branches assign to themselves', async () => {
    const { output } = await run({
      QueryLanguage: 'JSONata',
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { outer: 1 }, Next: 'P' },
        P: {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'A',
              States: {
                A: { Type: 'Pass', Assign: { inner: '{% $outer + 1 %}' }, Next: 'A2' },
                A2: { Type: 'Pass', Output: '{% $inner %}', End: true },
              },
            },
            { StartAt: 'B', States: { B: { Type: 'Pass', Output: '{% $exists($inner) %}', End: true } } },
          ],
          Output: ['{% $states.result %}', '{% $exists($inner) %}'],
          End: true,
        },
      },
    });
    expect(output).toStrictEqual([[2, false], false]);
  });

  it('starts all of a hundred branches at once', async () => {
    const Branches = Array.from({ length: 100 }, (_, index) => branch(`B${index}`, { Type: 'Wait', Seconds: 3 }));
    expect((await run(single({ Type: 'Parallel', Branches, Output: 1 }))).seconds).toBe(3);
  });
});

describe('Inline Map', () => {
  const body = (state: object): object => ({ StartAt: 'Each', States: { Each: { ...state, End: true } } });

  it('selects items with index and value, and gives outputs in order', async () => {
    const state = {
      Type: 'Map',
      Items: '{% $states.input.list %}',
      ItemSelector: {
        at: '{% $states.context.Map.Item.Index %}',
        of: '{% $states.context.Map.Item.Value %}',
        all: '{% $count($states.input.list) %}',
      },
      ItemProcessor: body({ Type: 'Pass', Output: ['{% $states.input %}', '{% $states.context.Map.Item.Index %}'] }),
    };
    expect((await run(single(state), { list: ['a', 'b'] })).output).toStrictEqual([
      [{ at: 0, of: 'a', all: 2 }, 0],
      [{ at: 1, of: 'b', all: 2 }, 1],
    ]);
  });

  it('maps over the entries of an object', async () => {
    const state = { Type: 'Map', Items: { a: 1, b: 2 }, ItemProcessor: body({ Type: 'Pass' }) };
    expect((await run(single(state))).output).toStrictEqual([
      { Key: 'a', Value: 1 },
      { Key: 'b', Value: 2 },
    ]);
  });

  it.each([
    [2, 5],
    [0, 1],
    [1, 10],
  ])('with MaxConcurrency %i takes %i seconds for ten items of a second', async (MaxConcurrency, seconds) => {
    const state = {
      Type: 'Map',
      Items: '{% [1..10] %}',
      MaxConcurrency,
      ItemProcessor: body({ Type: 'Wait', Seconds: 1 }),
      Output: 0,
    };
    expect((await run(single(state))).seconds).toBe(seconds);
  });

  it('runs at most forty iterations at once', async () => {
    const state = {
      Type: 'Map',
      Items: '{% [1..41] %}',
      MaxConcurrency: 100,
      ItemProcessor: body({ Type: 'Wait', Seconds: 1 }),
      Output: 0,
    };
    expect((await run(single(state))).seconds).toBe(2);
  });

  it('accepts an empty list', async () => {
    const { output, events } = await run(single({ Type: 'Map', Items: [], ItemProcessor: body({ Type: 'Pass' }) }));
    expect({ output, events }).toStrictEqual({
      output: [],
      events: [
        '1 < 0 ExecutionStarted',
        '2 < 0 MapStateEntered',
        '3 < 2 MapStateStarted',
        '4 < 3 MapStateSucceeded',
        '5 < 3 MapStateExited',
        '6 < 5 ExecutionSucceeded',
      ],
    });
  });

  it('fails with the error of the iteration that failed', async () => {
    const state = {
      Type: 'Map',
      Items: [1],
      ItemProcessor: body({ Type: 'Task', Resource: INVOKE, Arguments: { FunctionName: 'f' } }),
    };
    const { error, events } = await run(
      single(state),
      {},
      {
        f: () => {
          throw new RangeError('no');
        },
      },
    );
    expect({ error, events }).toStrictEqual({
      error: 'RangeError',
      events: [
        '1 < 0 ExecutionStarted',
        '2 < 0 MapStateEntered',
        '3 < 2 MapStateStarted',
        '4 < 3 MapIterationStarted',
        '5 < 4 TaskStateEntered',
        '6 < 5 TaskScheduled',
        '7 < 6 TaskStarted',
        '8 < 7 TaskFailed',
        '9 < 8 MapIterationFailed',
        '10 < 8 TaskStateAborted',
        '11 < 8 MapStateFailed',
        '12 < 11 ExecutionFailed',
      ],
    });
  });
});

describe('limits', () => {
  it('refuses a result of more than 256 KiB in UTF-8', async () => {
    const state = { Type: 'Pass', Output: '{% $join($states.input.[1..90000].("é")) & $join([1..1].("x")) %}' };
    const fits = await run(single({ Type: 'Pass', Output: '{% $pad("", 262142, "x") %}' }));
    const over = await run(single({ Type: 'Pass', Output: '{% $pad("", 131072, "é") %}' }));
    expect([state.Type, fits.status, over.status, over.error]).toStrictEqual([
      'Pass',
      'SUCCEEDED',
      'FAILED',
      'States.DataLimitExceeded',
    ]);
  });

  it('ends an execution that has reached 25,000 events', async () => {
    const { status, error, cause, engine, executionArn } = await run({
      QueryLanguage: 'JSONata',
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Next: 'B' },
        B: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'End' }], Default: 'A' },
        End: { Type: 'Succeed' },
      },
    });
    const last = await engine.getExecutionHistory({ executionArn, reverseOrder: true, maxResults: 1 });
    expect({ status, error, cause, id: last.events?.[0]?.id }).toStrictEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
      id: 25_000,
    });
  });

  it('times an execution out', async () => {
    const { status, error, seconds, events } = await run({
      ...single({ Type: 'Wait', Seconds: 100 }),
      TimeoutSeconds: 9,
    });
    expect({ status, error, seconds, events }).toStrictEqual({
      status: 'TIMED_OUT',
      error: undefined,
      seconds: 9,
      events: ['1 < 0 ExecutionStarted', '2 < 0 WaitStateEntered', '3 < 0 ExecutionTimedOut'],
    });
  });
});
