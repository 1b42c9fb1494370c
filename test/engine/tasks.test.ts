import { afterEach, describe, expect, it } from 'vitest';
import {
  createVirtualClock,
  StepFunctionsEngine,
  TaskError,
  type EngineOptions,
  type TaskHandler,
} from '../../engine/index.ts';
import { INVOKE, ROLE, runDefinition, single, type Finished } from './run-definition.ts';

const engines: StepFunctionsEngine[] = [];

const run = async (...given: Parameters<typeof runDefinition>): Promise<Finished> => {
  const finished = await runDefinition(...given);
  engines.push(finished.engine);
  return finished;
};

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});

const invoke = (extra: object = {}): object => ({
  Type: 'Task',
  Resource: INVOKE,
  Arguments: { FunctionName: 'work', Payload: '{% $states.input %}' },
  ...extra,
});

describe('a task whose request is accepted when the history is full', () => {
  it('ends its execution, and nothing else', async () => {
    const call = { FunctionName: 'work', Payload: '{% $states.context.Task.Token %}' };
    const { status, cause, engine, executionArn } = await run(
      {
        QueryLanguage: 'JSONata',
        StartAt: 'First',
        States: {
          // 1 + 5 + 2 + 6,247 times 4 events lie before the last task, whose fourth is the one too many.
          First: {
            Type: 'Task',
            Resource: INVOKE,
            Arguments: { ...call, Payload: 0 },
            Assign: { n: 0 },
            Output: {},
            Next: 'Once',
          },
          Once: { Type: 'Pass', Next: 'Count' },
          Count: { Type: 'Pass', Assign: { n: '{% $n + 1 %}' }, Next: 'Again' },
          Again: { Type: 'Choice', Choices: [{ Condition: '{% $n < 6247 %}', Next: 'Count' }], Default: 'Last' },
          Last: { Type: 'Task', Resource: `${INVOKE}.waitForTaskToken`, Arguments: call, End: true },
        },
      },
      {},
      { work: () => 'accepted' },
    );
    const last = await engine.getExecutionHistory({ executionArn, reverseOrder: true, maxResults: 2 });
    expect({ status, cause, last: last.events?.map(({ id, type }) => `${id} ${type}`) }).toStrictEqual({
      status: 'FAILED',
      cause: 'The execution reached the maximum number of history events (25000).',
      last: ['25000 ExecutionFailed', '24999 TaskStarted'],
    });
  });
});

const ACTIVITY = 'arn:aws:states:us-east-1:000000000000:activity:work';

const activityEngine = async (
  definition: object,
  options: EngineOptions = {},
): Promise<{ engine: StepFunctionsEngine; start: (name: string) => Promise<string> }> => {
  const engine = new StepFunctionsEngine({ clock: createVirtualClock(), seed: 'test', ...options });
  engines.push(engine);
  await engine.createActivity({ name: 'work' });
  const { stateMachineArn } = await engine.createStateMachine({
    name: 'machine',
    definition: JSON.stringify(definition),
    roleArn: ROLE,
  });
  const start = async (name: string): Promise<string> => {
    const { executionArn = '' } = await engine.startExecution({ stateMachineArn, name, input: JSON.stringify(name) });
    return executionArn;
  };
  return { engine, start };
};

/** What can go on has gone on. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
};

describe('an activity', () => {
  it('keeps a task that was laid out while an earlier one was worked on', async () => {
    const { engine, start } = await activityEngine(
      single({ Type: 'Task', Resource: ACTIVITY, Arguments: '{% $states.input %}' }),
    );
    const ended = await start('first');
    await settled();
    const { taskToken } = await engine.getActivityTask({ activityArn: ACTIVITY });
    await start('second');
    await settled();
    await engine.sendTaskSuccess({ taskToken: taskToken ?? '', output: '1' });
    await engine.waitForExecution(ended);
    expect((await engine.getActivityTask({ activityArn: ACTIVITY })).input).toBe('"second"');
  });
});

describe("the time limits of an activity's task", () => {
  const secondsOf = async (engine: StepFunctionsEngine, executionArn: string): Promise<readonly unknown[]> => {
    const { error, startDate, stopDate } = await engine.waitForExecution(executionArn);
    return [error, ((stopDate?.getTime() ?? 0) - (startDate?.getTime() ?? 0)) / 1000];
  };

  it.each([
    ['TimeoutSeconds', { TimeoutSeconds: 10 }],
    ['HeartbeatSeconds', { TimeoutSeconds: 100, HeartbeatSeconds: 10 }],
  ])('count from the moment at which a worker has it: %s', async (_name, limits) => {
    const clock = createVirtualClock();
    const { engine, start } = await activityEngine(
      single({ Type: 'Task', Resource: ACTIVITY, Arguments: '{% $states.input %}', ...limits }),
      { clock },
    );
    const executionArn = await start('patient');
    clock.at(50_000, () => void engine.getActivityTask({ activityArn: ACTIVITY }));
    expect(await secondsOf(engine, executionArn)).toStrictEqual(['States.Timeout', 60]);
  });

  it('never end a task that no worker has fetched', async () => {
    const clock = createVirtualClock();
    const { engine, start } = await activityEngine(
      single({ Type: 'Task', Resource: ACTIVITY, Arguments: '{% $states.input %}', TimeoutSeconds: 10 }),
      { clock },
    );
    const executionArn = await start('alone');
    await new Promise<void>((resolve) => clock.at(1_000_000, resolve));
    expect((await engine.describeExecution({ executionArn })).status).toBe('RUNNING');
  });
});

describe('an activity whose task finds the history full', () => {
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'Which',
    States: {
      Which: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input = "long" %}', Next: 'More' }],
        Default: 'Work',
      },
      More: { Type: 'Pass', Next: 'Work' },
      Work: { Type: 'Task', Resource: ACTIVITY, Arguments: '{% $states.input %}', End: true },
    },
  };
  // The long one's ActivityScheduled is event 7: only the end may follow it.
  const options = { limits: { historyEvents: 8 } };
  const failed = {
    status: 'FAILED',
    cause: 'The execution reached the maximum number of history events (8).',
    seconds: 0,
  };
  const outcomeOf = async (engine: StepFunctionsEngine, executionArn: string): Promise<object> => {
    const { status, cause, startDate, stopDate } = await engine.waitForExecution(executionArn);
    return { status, cause, seconds: ((stopDate?.getTime() ?? 0) - (startDate?.getTime() ?? 0)) / 1000 };
  };

  it('ends its execution, and gives the worker the next task', async () => {
    const { engine, start } = await activityEngine(definition, options);
    const long = await start('long');
    await settled();
    await start('short');
    await settled();
    const { input } = await engine.getActivityTask({ activityArn: ACTIVITY });
    expect({ input, long: await outcomeOf(engine, long) }).toStrictEqual({ input: '"short"', long: failed });
  });

  it('ends its execution, and leaves the worker waiting for the next task', async () => {
    const { engine, start } = await activityEngine(definition, options);
    const polled = engine.getActivityTask({ activityArn: ACTIVITY });
    const long = await start('long');
    const outcome = await outcomeOf(engine, long);
    await start('short');
    expect({ input: (await polled).input, long: outcome }).toStrictEqual({ input: '"short"', long: failed });
  });

  it('ends its execution when the work is done in process', async () => {
    const { engine, start } = await activityEngine(definition, { ...options, tasks: { [ACTIVITY]: () => 1 } });
    expect(await outcomeOf(engine, await start('long'))).toStrictEqual(failed);
  });
});

/** Fails with these errors one after another, then succeeds. */
const failing = (...errors: readonly string[]): TaskHandler => {
  const left = [...errors];
  return () => {
    const error = left.shift();
    if (error !== undefined) throw new TaskError(error, 'cause');
    return 'done';
  };
};

describe('Task', () => {
  it('gives lambda:invoke the payload and takes its answer', async () => {
    const { output, events } = await run(single(invoke()), { a: 1 }, { work: ({ arguments: given }) => ({ given }) });
    expect({ output, events }).toStrictEqual({
      output: {
        ExecutedVersion: '$LATEST',
        Payload: { given: { FunctionName: 'work', Payload: { a: 1 } } },
        StatusCode: 200,
      },
      events: [
        '1 < 0 ExecutionStarted',
        '2 < 0 TaskStateEntered',
        '3 < 2 TaskScheduled',
        '4 < 3 TaskStarted',
        '5 < 4 TaskSucceeded',
        '6 < 5 TaskStateExited',
        '7 < 6 ExecutionSucceeded',
      ],
    });
  });

  it('gives a bare function ARN its input, with events of its own', async () => {
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:double';
    const { output, events } = await run(
      single({ Type: 'Task', Resource: arn, Arguments: '{% $states.input + 1 %}' }),
      20,
      { double: (call) => Number(call.arguments) * 2 },
    );
    expect({ output, events }).toStrictEqual({
      output: 42,
      events: [
        '1 < 0 ExecutionStarted',
        '2 < 0 TaskStateEntered',
        '3 < 2 LambdaFunctionScheduled',
        '4 < 3 LambdaFunctionStarted',
        '5 < 4 LambdaFunctionSucceeded',
        '6 < 5 TaskStateExited',
        '7 < 6 ExecutionSucceeded',
      ],
    });
  });

  it('names a thrown error by its class and gives the payload as the cause', async () => {
    const { error, cause } = await run(
      single(invoke()),
      {},
      {
        work: () => {
          throw new TypeError('bad');
        },
      },
    );
    expect({ error, cause }).toStrictEqual({
      error: 'TypeError',
      cause: '{"errorType":"TypeError","errorMessage":"bad"}',
    });
  });

  it('takes no handler that is not its own', async () => {
    const state = { Type: 'Task', Resource: INVOKE, Arguments: { FunctionName: 'toString' } };
    const { output } = await run(single(state), {}, { '*': () => 'any' });
    expect((output as { Payload: string }).Payload).toBe('any');
  });

  it('fails for a resource that nothing can do', async () => {
    const { error, cause } = await run(single({ Type: 'Task', Resource: 'arn:aws:states:::eks:call' }));
    expect([error, cause?.includes('arn:aws:states:::eks:call')]).toStrictEqual(['States.Runtime', true]);
  });
});

describe('Retry', () => {
  it('waits with backoff up to MaxDelaySeconds', async () => {
    const Retry = [{ ErrorEquals: ['A'], IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10, MaxAttempts: 5 }];
    const { output, seconds } = await run(
      single(invoke({ Retry, Output: '{% $states.context.State.RetryCount %}' })),
      {},
      { work: failing('A', 'A', 'A', 'A') },
    );
    expect({ output, seconds }).toStrictEqual({ output: 4, seconds: 2 + 6 + 10 + 10 });
  });

  it('tries three times more by default, after 1, 2 and 4 seconds', async () => {
    const { error, seconds } = await run(
      single(invoke({ Retry: [{ ErrorEquals: ['States.ALL'] }] })),
      {},
      { work: failing('A', 'B', 'C', 'D') },
    );
    expect({ error, seconds }).toStrictEqual({ error: 'D', seconds: 7 });
  });

  it('counts each retrier on its own', async () => {
    const Retry = [
      { ErrorEquals: ['A'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 1 },
      { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 100, MaxAttempts: 1, BackoffRate: 1 },
    ];
    const { output, seconds } = await run(
      single(invoke({ Retry, Output: 'ok' })),
      {},
      { work: failing('A', 'B', 'A') },
    );
    expect({ output, seconds }).toStrictEqual({ output: 'ok', seconds: 102 });
    expect((await run(single(invoke({ Retry })), {}, { work: failing('A', 'B', 'A', 'A') })).error).toBe('A');
    expect((await run(single(invoke({ Retry })), {}, { work: failing('B', 'B') })).error).toBe('B');
  });

  it('draws full jitter between nothing and the delay, the same for the same seed', async () => {
    const Retry = [{ ErrorEquals: ['A'], IntervalSeconds: 100, MaxAttempts: 1, JitterStrategy: 'FULL' }];
    const first = await run(single(invoke({ Retry })), {}, { work: failing('A') });
    const again = await run(single(invoke({ Retry })), {}, { work: failing('A') });
    expect([first.seconds > 0 && first.seconds < 100, first.seconds === again.seconds]).toStrictEqual([true, true]);
  });

  it('never retries or catches States.Runtime', async () => {
    const { error, seconds } = await run(
      single(
        invoke({
          Retry: [{ ErrorEquals: ['States.ALL'] }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Only' }],
          End: true,
        }),
      ),
      {},
      { work: failing('States.Runtime') },
    );
    expect({ error, seconds }).toStrictEqual({ error: 'States.Runtime', seconds: 0 });
  });
});

describe('Catch', () => {
  it('takes the first catcher that names the error, after the retries', async () => {
    const Catch = [
      { ErrorEquals: ['B'], Next: 'Other' },
      {
        ErrorEquals: ['A'],
        Output: { caught: '{% $states.errorOutput %}', was: '{% $states.input %}' },
        Next: 'Caught',
      },
      { ErrorEquals: ['States.ALL'], Next: 'Other' },
    ];
    const { output, seconds } = await run(
      {
        QueryLanguage: 'JSONata',
        StartAt: 'Work',
        States: {
          Work: invoke({ Retry: [{ ErrorEquals: ['A'], MaxAttempts: 1 }], Catch, End: true }),
          Caught: { Type: 'Succeed' },
          Other: { Type: 'Fail' },
        },
      },
      7,
      { work: failing('A', 'A') },
    );
    expect({ output, seconds }).toStrictEqual({
      output: { caught: { Error: 'A', Cause: 'cause' }, was: 7 },
      seconds: 1,
    });
  });

  it('catches a failed expression by its name', async () => {
    const { output } = await run(
      {
        QueryLanguage: 'JSONata',
        StartAt: 'Work',
        States: {
          Work: invoke({
            Arguments: { FunctionName: 'work', Payload: '{% $states.input.nothing %}' },
            Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught' }],
            End: true,
          }),
          Caught: { Type: 'Succeed' },
        },
      },
      {},
      { work: () => 1 },
    );
    expect(output).toStrictEqual({
      Error: 'States.QueryEvaluationError',
      Cause: `An error occurred while executing the state 'Work' (entered at the event id #2). The JSONata expression '$states.input.nothing' specified for the field 'Arguments/Payload' returned nothing (undefined).`,
    });
  });
});

describe('TimeoutSeconds and HeartbeatSeconds', () => {
  const slow: TaskHandler = async ({ sleep }) => {
    await sleep(1000);
    return null;
  };

  it('ends a task that takes too long, without a cause', async () => {
    const { status, error, cause, seconds, events } = await run(
      single(invoke({ TimeoutSeconds: '{% 3 * 10 %}' })),
      {},
      { work: slow },
    );
    expect({ status, error, cause, seconds, last: events.slice(-2) }).toStrictEqual({
      status: 'FAILED',
      error: 'States.Timeout',
      cause: undefined,
      seconds: 30,
      last: ['5 < 4 TaskTimedOut', '6 < 5 ExecutionFailed'],
    });
  });

  it('is not a States.TaskFailed', async () => {
    const Catch = [{ ErrorEquals: ['States.TaskFailed'], Next: 'Only' }];
    expect((await run(single(invoke({ TimeoutSeconds: 1, Catch, End: true })), {}, { work: slow })).error).toBe(
      'States.Timeout',
    );
  });

  it.each(['States.Timeout', 'States.HeartbeatTimeout'])('lets a missing heartbeat be caught as %s', async (name) => {
    const { output, seconds } = await run(
      {
        QueryLanguage: 'JSONata',
        StartAt: 'Work',
        States: {
          Work: invoke({
            Resource: `${INVOKE}.waitForTaskToken`,
            Arguments: { FunctionName: 'work', Payload: '{% $states.context.Task.Token %}' },
            HeartbeatSeconds: 10,
            TimeoutSeconds: 1000,
            Catch: [{ ErrorEquals: [name], Output: 'caught', Next: 'Caught' }],
            End: true,
          }),
          Caught: { Type: 'Succeed' },
        },
      },
      {},
      { work: () => null },
    );
    expect({ output, seconds }).toStrictEqual({ output: 'caught', seconds: 10 });
  });
});

describe('waitForTaskToken', () => {
  const definition = single(
    invoke({
      Resource: `${INVOKE}.waitForTaskToken`,
      Arguments: { FunctionName: 'work', Payload: '{% $states.context.Task.Token %}' },
      HeartbeatSeconds: 10,
    }),
  );

  /** Calls the engine with the token at these seconds of virtual time. */
  const tell = async (
    ...calls: readonly (readonly [number, (engine: StepFunctionsEngine, taskToken: string) => Promise<unknown>])[]
  ): Promise<Finished> => {
    const clock = createVirtualClock();
    const work: TaskHandler = ({ taskToken = '' }) => {
      for (const [seconds, call] of calls) {
        clock.at(seconds * 1000, () => {
          const [engine] = made;
          if (engine !== undefined) call(engine, taskToken).catch(() => undefined);
        });
      }
      return 'accepted';
    };
    const made: StepFunctionsEngine[] = [];
    const finished = await runDefinition(definition, {}, { work }, { clock }, (engine) => made.push(engine));
    engines.push(finished.engine);
    return finished;
  };

  it('ends with the output that is sent, while heartbeats come', async () => {
    const beat = (engine: StepFunctionsEngine, taskToken: string): Promise<unknown> =>
      engine.sendTaskHeartbeat({ taskToken });
    const { output, seconds, events } = await tell(
      [8, beat],
      [16, beat],
      [24, (engine, taskToken) => engine.sendTaskSuccess({ taskToken, output: '{"told":1}' })],
    );
    expect({ output, seconds, events: events.slice(3, 6) }).toStrictEqual({
      output: { told: 1 },
      seconds: 24,
      events: ['4 < 3 TaskStarted', '5 < 4 TaskSubmitted', '6 < 5 TaskSucceeded'],
    });
  });

  it('fails with the error that is sent', async () => {
    const { error, cause } = await tell([
      1,
      (engine, taskToken) => engine.sendTaskFailure({ taskToken, error: 'Mine', cause: 'why' }),
    ]);
    expect({ error, cause }).toStrictEqual({ error: 'Mine', cause: 'why' });
  });

  it('refuses a token whose task has ended, and one that was never given out', async () => {
    let token = '';
    const { engine } = await tell([
      1,
      (running, taskToken) => {
        token = taskToken;
        return running.sendTaskSuccess({ taskToken, output: '1' });
      },
    ]);
    await expect(engine.sendTaskSuccess({ taskToken: token, output: '1' })).rejects.toThrow(
      expect.objectContaining({
        code: 'TaskTimedOut',
        message: `Task Timed Out: 'Provided task does not exist anymore'`,
      }),
    );
    await expect(engine.sendTaskHeartbeat({ taskToken: 'nonsense' })).rejects.toThrow(
      expect.objectContaining({ code: 'InvalidToken', message: `Invalid Token: 'Invalid token'` }),
    );
  });
});
