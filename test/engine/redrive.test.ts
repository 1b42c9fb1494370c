import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createVirtualClock,
  StepFunctionsEngine,
  TaskError,
  type EngineOptions,
  type Json,
  type TaskHandler,
  type TaskHandlers,
} from '../../engine/index.ts';
import { INVOKE, ROLE } from './run-definition.ts';

const engines: StepFunctionsEngine[] = [];
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-redrive-'));
  folders.push(folder);
  return folder;
};

const open = (options: EngineOptions): StepFunctionsEngine => {
  const engine = new StepFunctionsEngine({ clock: createVirtualClock(), seed: 'redrive', ...options });
  engines.push(engine);
  return engine;
};

const machine = (states: object, extra: object = {}): string =>
  JSON.stringify({ QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...extra });

const invoke = (name: string, extra: object = { End: true }): object => ({
  Type: 'Task',
  Resource: INVOKE,
  Arguments: { FunctionName: name, Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  ...extra,
});

const start = async (engine: StepFunctionsEngine, definition: string, input: Json = {}): Promise<string> => {
  const { stateMachineArn } = await engine.createStateMachine({ name: 'machine', definition, roleArn: ROLE });
  const { executionArn = '' } = await engine.startExecution({
    stateMachineArn,
    name: 'run',
    input: JSON.stringify(input),
  });
  await engine.waitForExecution(executionArn);
  return executionArn;
};

const eventsOf = async (engine: StepFunctionsEngine, executionArn: string): Promise<readonly string[]> => {
  const { events = [] } = await engine.getExecutionHistory({ executionArn, maxResults: 1000 });
  return events.map(({ id, previousEventId, type }) => `${id} < ${previousEventId} ${type}`);
};

/** Fails until told otherwise, and notes each call. */
const repairable = (calls: string[], name: string): { readonly handler: TaskHandler; repair: () => void } => {
  let broken = true;
  return {
    handler: ({ retryCount }) => {
      calls.push(`${name}${retryCount}`);
      if (broken) throw new TaskError('Broken', name);
      return `${name} done`;
    },
    repair: () => {
      broken = false;
    },
  };
};

describe('RedriveExecution', () => {
  it('goes on at the task that failed, in the same execution and history', async () => {
    const calls: string[] = [];
    const second = repairable(calls, 'second');
    const engine = open({
      tasks: { second: second.handler, first: () => (calls.push('first'), 'one') },
    });
    const executionArn = await start(
      engine,
      machine({
        First: invoke('first', { Next: 'Second' }),
        Second: invoke('second', { Next: 'Last' }),
        Last: {
          Type: 'Pass',
          Output:
            '{% [$states.input, $states.context.Execution.RedriveCount, $states.context.Execution.RedriveTime] %}',
          End: true,
        },
      }),
    );
    const before = await eventsOf(engine, executionArn);
    const failed = await engine.describeExecution({ executionArn });
    second.repair();
    const { redriveDate } = await engine.redriveExecution({ executionArn });
    const described = await engine.waitForExecution(executionArn);
    expect({
      failed: [failed.status, failed.error, failed.redriveStatus],
      calls,
      described,
      events: (await eventsOf(engine, executionArn)).slice(before.length - 1),
      details: (await engine.getExecutionHistory({ executionArn })).events?.[before.length],
    }).toStrictEqual({
      failed: ['FAILED', 'Broken', 'REDRIVABLE'],
      calls: ['first', 'second0', 'second0'],
      described: {
        executionArn,
        stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine',
        name: 'run',
        status: 'SUCCEEDED',
        startDate: failed.startDate,
        stopDate: redriveDate,
        redriveCount: 1,
        redriveDate,
        redriveStatus: 'NOT_REDRIVABLE',
        redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
        input: '{}',
        inputDetails: { included: true },
        output: `["second done",1,"${redriveDate?.toISOString() ?? ''}"]`,
        outputDetails: { included: true },
      },
      events: [
        '11 < 10 ExecutionFailed',
        '12 < 11 ExecutionRedriven',
        '13 < 12 TaskScheduled',
        '14 < 13 TaskStarted',
        '15 < 14 TaskSucceeded',
        '16 < 15 TaskStateExited',
        '17 < 16 PassStateEntered',
        '18 < 17 PassStateExited',
        '19 < 18 ExecutionSucceeded',
      ],
      details: {
        timestamp: redriveDate,
        type: 'ExecutionRedriven',
        id: 12,
        previousEventId: 11,
        executionRedrivenEventDetails: { redriveCount: 1 },
      },
    });
  });

  it('runs only the branches that failed or were stopped', async () => {
    const calls: string[] = [];
    const bad = repairable(calls, 'bad');
    const engine = open({ tasks: { bad: bad.handler, good: () => (calls.push('good'), 'good done') } });
    const executionArn = await start(
      engine,
      machine({
        Both: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'Good', States: { Good: invoke('good') } },
            {
              StartAt: 'Pause',
              States: { Pause: { Type: 'Wait', Seconds: 10, Next: 'Bad' }, Bad: invoke('bad') },
            },
            { StartAt: 'Long', States: { Long: { Type: 'Wait', Seconds: 60, Output: 'waited', End: true } } },
          ],
          End: true,
        },
      }),
    );
    const before = (await eventsOf(engine, executionArn)).length;
    bad.repair();
    await engine.redriveExecution({ executionArn });
    const { output, startDate, stopDate } = await engine.waitForExecution(executionArn);
    expect({
      calls,
      output,
      seconds: ((stopDate?.getTime() ?? 0) - (startDate?.getTime() ?? 0)) / 1000,
      events: (await eventsOf(engine, executionArn)).slice(before),
    }).toStrictEqual({
      calls: ['good', 'bad0', 'bad0'],
      output: '["good done","bad done","waited"]',
      seconds: 70,
      events: [
        '20 < 19 ExecutionRedriven',
        '21 < 20 TaskScheduled',
        '22 < 21 TaskStarted',
        '23 < 22 TaskSucceeded',
        '24 < 23 TaskStateExited',
        '25 < 20 WaitStateExited',
        '26 < 25 ParallelStateSucceeded',
        '27 < 25 ParallelStateExited',
        '28 < 27 ExecutionSucceeded',
      ],
    });
  });

  it('runs only the iterations that failed, and counts retries from 0', async () => {
    const calls: string[] = [];
    let broken = true;
    const engine = open({
      tasks: {
        work: ({ arguments: given, retryCount }) => {
          const item = (given as { Payload: number }).Payload;
          calls.push(`${item}:${retryCount}`);
          if (item === 2 && broken) throw new TaskError('Broken');
          return item * 10;
        },
      },
    });
    const executionArn = await start(
      engine,
      machine({
        Each: {
          Type: 'Map',
          Items: [1, 2, 3],
          MaxConcurrency: 1,
          ItemProcessor: {
            StartAt: 'Work',
            States: { Work: invoke('work', { End: true, Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 1 }] }) },
          },
          End: true,
        },
      }),
    );
    const firstCalls = calls.splice(0);
    await engine.redriveExecution({ executionArn });
    await engine.waitForExecution(executionArn);
    const secondCalls = calls.splice(0);
    broken = false;
    await engine.redriveExecution({ executionArn });
    const { output, redriveCount } = await engine.waitForExecution(executionArn);
    const events = await eventsOf(engine, executionArn);
    expect({
      firstCalls,
      secondCalls,
      calls,
      output,
      redriveCount,
      failures: events.filter((event) => / Map.*Failed/.test(event)).map((event) => event.split(' ')[3]),
      end: events.slice(-11),
    }).toStrictEqual({
      firstCalls: ['1:0', '2:0', '2:1'],
      secondCalls: ['2:0', '2:1'],
      calls: ['2:0', '3:0'],
      output: '[10,20,30]',
      redriveCount: 2,
      failures: ['MapIterationFailed', 'MapStateFailed', 'MapIterationFailed', 'MapStateFailed'],
      end: [
        '39 < 38 MapIterationSucceeded',
        '40 < 38 MapIterationStarted',
        '41 < 40 TaskStateEntered',
        '42 < 41 TaskScheduled',
        '43 < 42 TaskStarted',
        '44 < 43 TaskSucceeded',
        '45 < 44 TaskStateExited',
        '46 < 45 MapIterationSucceeded',
        '47 < 46 MapStateSucceeded',
        '48 < 46 MapStateExited',
        '49 < 48 ExecutionSucceeded',
      ],
    });
  });

  it('enters a Fail state again, and begins the time limit of the machine anew', async () => {
    const engine = open({});
    const failing = await start(engine, machine({ Stop: { Type: 'Fail', Error: 'E' } }));
    await engine.redriveExecution({ executionArn: failing });
    await engine.waitForExecution(failing);
    expect(await eventsOf(engine, failing)).toStrictEqual([
      '1 < 0 ExecutionStarted',
      '2 < 0 FailStateEntered',
      '3 < 2 ExecutionFailed',
      '4 < 3 ExecutionRedriven',
      '5 < 4 FailStateEntered',
      '6 < 5 ExecutionFailed',
    ]);

    const late = open({});
    const waits = machine(
      { A: { Type: 'Wait', Seconds: 6, Next: 'B' }, B: { Type: 'Wait', Seconds: 6, End: true } },
      { TimeoutSeconds: 10 },
    );
    const executionArn = await start(late, waits);
    await late.redriveExecution({ executionArn });
    const { status } = await late.waitForExecution(executionArn);
    expect([status, await eventsOf(late, executionArn)]).toStrictEqual([
      'SUCCEEDED',
      [
        '1 < 0 ExecutionStarted',
        '2 < 0 WaitStateEntered',
        '3 < 2 WaitStateExited',
        '4 < 3 WaitStateEntered',
        '5 < 0 ExecutionTimedOut',
        '6 < 5 ExecutionRedriven',
        '7 < 6 WaitStateExited',
        '8 < 7 ExecutionSucceeded',
      ],
    ]);
  });

  it.each(['STANDARD', 'EXPRESS'])('redrives the %s children of a Map Run that did not succeed', async (type) => {
    const calls: string[] = [];
    let broken = true;
    const engine = open({
      tasks: {
        first: ({ arguments: given }) => {
          calls.push(`first${(given as { Payload: number }).Payload}`);
          return (given as { Payload: number }).Payload;
        },
        work: ({ arguments: given }) => {
          const item = (given as { Payload: number }).Payload;
          calls.push(`work${item}`);
          if (item === 2 && broken) throw new TaskError('Broken');
          return item * 10;
        },
      },
    });
    const executionArn = await start(
      engine,
      machine({
        Each: {
          Type: 'Map',
          Label: 'Each',
          Items: [1, 2],
          MaxConcurrency: 1,
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: type },
            StartAt: 'First',
            States: { First: invoke('first', { Next: 'Work' }), Work: invoke('work') },
          },
          End: true,
        },
      }),
    );
    const before = (await eventsOf(engine, executionArn)).length;
    const [run] = (await engine.listMapRuns({ executionArn })).mapRuns ?? [];
    const mapRunArn = run?.mapRunArn;
    broken = false;
    calls.length = 0;
    await engine.redriveExecution({ executionArn });
    const { output } = await engine.waitForExecution(executionArn);
    const { events = [] } = await engine.getExecutionHistory({ executionArn });
    const { status, redriveCount, redriveDate, executionCounts } = await engine.describeMapRun({ mapRunArn });
    const { executions = [] } = await engine.listExecutions({ mapRunArn });
    expect({
      calls,
      output,
      runs: (await engine.listMapRuns({ executionArn })).mapRuns?.length,
      events: (await eventsOf(engine, executionArn)).slice(before),
      redriven: events[before + 1]?.mapRunRedrivenEventDetails,
      run: [status, redriveCount, redriveDate instanceof Date, executionCounts?.succeeded, executionCounts?.failed],
      children: executions.map((child) => [child.status, child.redriveCount]),
    }).toStrictEqual({
      // A STANDARD child goes on where it failed, an EXPRESS one begins again.
      calls: type === 'STANDARD' ? ['work2'] : ['first2', 'work2'],
      output: '[10,20]',
      runs: 1,
      events: [
        '8 < 7 ExecutionRedriven',
        '9 < 8 MapRunRedriven',
        '10 < 9 MapRunSucceeded',
        '11 < 10 MapStateSucceeded',
        '12 < 9 MapStateExited',
        '13 < 12 ExecutionSucceeded',
      ],
      redriven: { mapRunArn, redriveCount: 1 },
      run: ['SUCCEEDED', 1, true, 2, 0],
      children: [
        ['SUCCEEDED', type === 'STANDARD' ? 1 : 0],
        ['SUCCEEDED', 0],
      ],
    });
  });

  it('says why an execution cannot be redriven', async () => {
    const clock = createVirtualClock();
    const engine = open({ clock, limits: { historyEvents: 5 } });
    const reasonOf = async (executionArn: string): Promise<unknown> => {
      const { redriveStatus, redriveStatusReason } = await engine.describeExecution({ executionArn });
      const thrown: unknown = await engine.redriveExecution({ executionArn }).catch((error: unknown) => error);
      expect(redriveStatus).toBe('NOT_REDRIVABLE');
      expect(thrown).toMatchObject({
        name: 'ExecutionNotRedrivable',
        message: `Execution Not Redrivable: '${redriveStatusReason ?? ''}'`,
      });
      return redriveStatusReason;
    };
    const run = async (name: string, definition: string): Promise<string> => {
      const { stateMachineArn } = await engine.createStateMachine({ name, definition, roleArn: ROLE });
      const { executionArn = '' } = await engine.startExecution({ stateMachineArn });
      await engine.waitForExecution(executionArn);
      return executionArn;
    };
    const good = await run('good', machine({ Ok: { Type: 'Succeed' } }));
    const bad = await run('bad', machine({ Stop: { Type: 'Fail' } }));
    const full = await run(
      'full',
      machine({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'C' }, C: { Type: 'Pass', End: true } }),
    );
    const { stateMachineArn } = await engine.createStateMachine({
      name: 'slow',
      definition: machine({ W: { Type: 'Wait', Seconds: 1_296_000, End: true } }),
      roleArn: ROLE,
    });
    const { executionArn: slow = '' } = await engine.startExecution({ stateMachineArn });
    const reasons = [await reasonOf(good), await reasonOf(full), await reasonOf(slow)];
    await engine.waitForExecution(slow);
    reasons.push(await reasonOf(bad));
    expect(reasons).toStrictEqual([
      'Execution is SUCCEEDED and cannot be redriven',
      'Execution history event limit exceeded',
      'Execution is RUNNING and cannot be redriven',
      'Execution redrivable period exceeded',
    ]);
  });

  it('answers the same client token with the same redrive', async () => {
    const engine = open({});
    const executionArn = await start(engine, machine({ Stop: { Type: 'Fail' } }));
    const first = await engine.redriveExecution({ executionArn, clientToken: 'once' });
    await engine.waitForExecution(executionArn);
    const again = await engine.redriveExecution({ executionArn, clientToken: 'once' });
    const { redriveCount } = await engine.describeExecution({ executionArn });
    await engine.redriveExecution({ executionArn, clientToken: 'twice' });
    const { redriveCount: last } = await engine.waitForExecution(executionArn);
    expect([again, redriveCount, last]).toStrictEqual([first, 1, 2]);
  });

  it('ends once where the process dies between the last event and the end that it tells', async () => {
    const dataFolder = temporaryFolder();
    const first = open({ dataFolder });
    const executionArn = await start(first, machine({ Stop: { Type: 'Fail', Error: 'E', Cause: 'c' } }));
    const before = await first.describeExecution({ executionArn });
    const history = await eventsOf(first, executionArn);
    await first.close();
    const journal = join(dataFolder, 'journal.ndjson');
    const lines = readFileSync(journal, 'utf8').split('\n').slice(0, -1);
    expect(lines.at(-1)).toContain('"k":"state"');
    writeFileSync(journal, `${lines.slice(0, -1).join('\n')}\n`);

    const second = open({ dataFolder });
    expect(await second.waitForExecution(executionArn)).toStrictEqual(before);
    expect(await eventsOf(second, executionArn)).toStrictEqual(history);
    await second.redriveExecution({ executionArn });
    const { redriveCount, error } = await second.waitForExecution(executionArn);
    expect([redriveCount, error]).toStrictEqual([1, 'E']);
  });

  it('outlives restarts: before the redrive, in its midst, and after it', async () => {
    const dataFolder = temporaryFolder();
    const calls: string[] = [];
    const tasks = (broken: boolean, hangs: boolean): TaskHandlers => ({
      good: () => (calls.push('good'), 'good'),
      bad: () => {
        calls.push('bad');
        if (broken) throw new TaskError('Broken');
        return 'bad';
      },
      last: () => {
        calls.push('last');
        return hangs ? new Promise<Json>(() => undefined) : 'last';
      },
    });
    const definition = machine({
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Good', States: { Good: invoke('good') } },
          {
            StartAt: 'Pause',
            States: {
              Pause: { Type: 'Wait', Seconds: 1, Next: 'Bad' },
              Bad: invoke('bad', { Next: 'Last' }),
              Last: invoke('last'),
            },
          },
        ],
        End: true,
      },
    });
    const first = open({ dataFolder, tasks: tasks(true, false) });
    const executionArn = await start(first, definition);
    await first.close();

    const second = open({ dataFolder, tasks: tasks(false, true) });
    await second.redriveExecution({ executionArn });
    await expect.poll(() => calls.at(-1)).toBe('last');
    const midst = await eventsOf(second, executionArn);
    await second.close();

    const third = open({ dataFolder, tasks: tasks(false, false) });
    const { output, redriveCount } = await third.waitForExecution(executionArn);
    const events = await eventsOf(third, executionArn);
    await third.close();

    const fourth = open({ dataFolder });
    expect({
      calls,
      output,
      redriveCount,
      events: events.slice(0, midst.length),
      kept: await eventsOf(fourth, executionArn),
    }).toStrictEqual({
      calls: ['good', 'bad', 'bad', 'last', 'last'],
      output: '["good","last"]',
      redriveCount: 1,
      events: midst,
      kept: events,
    });
  });
});
