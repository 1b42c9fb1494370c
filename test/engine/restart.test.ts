import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createVirtualClock, StepFunctionsEngine, TaskError, type TaskHandlers } from '../../engine/index.ts';
import { INVOKE, ROLE, single } from './run-definition.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-engine-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const open = (tasks: TaskHandlers): StepFunctionsEngine => new StepFunctionsEngine({ dataFolder: folder, tasks });

/** Starts an execution of this definition. */
const start = async (engine: StepFunctionsEngine, definition: object): Promise<string> => {
  const made = await engine.createStateMachine({ name: 'm', definition: JSON.stringify(definition), roleArn: ROLE });
  return (await engine.startExecution({ stateMachineArn: made.stateMachineArn })).executionArn ?? '';
};

const typesOf = async (engine: StepFunctionsEngine, executionArn: string): Promise<readonly string[]> => {
  const { events = [] } = await engine.getExecutionHistory({ executionArn, maxResults: 1000 });
  return events.map(({ type }) => type ?? '');
};

/** Cuts the journal off behind the last record that holds this text: there the process died. */
const cutBehind = (text: string): void => {
  const journal = join(folder, 'journal.ndjson');
  const lines = readFileSync(journal, 'utf8').split('\n');
  const last = lines.findLastIndex((line) => line.includes(text));
  expect(last).toBeGreaterThan(0);
  writeFileSync(journal, `${lines.slice(0, last + 1).join('\n')}\n`);
};

const task = (name: string, more: object = {}): object => ({
  Type: 'Task',
  Resource: INVOKE,
  Arguments: { FunctionName: name },
  Output: '{% $states.result.Payload %}',
  End: true,
  ...more,
});

const flow = (name: string, state: object): object => ({ StartAt: name, States: { [name]: state } });

describe('a branch that was stopped before a restart', () => {
  const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 3600, MaxAttempts: 1 }];
  const boom = (): never => {
    throw new TaskError('Boom', 'by design');
  };
  const kinds = {
    Parallel: {
      Type: 'Parallel',
      Branches: [
        flow('Slow', task('slow')),
        flow('Waits', { Type: 'Wait', Seconds: 1000, End: true }),
        flow('Fails', task('fails')),
      ],
      Retry,
    },
    Map: {
      Type: 'Map',
      Items: ['slow', 'fails', 'slow'],
      ItemProcessor: flow('Work', task('{% $states.input %}')),
      Retry,
    },
    'Distributed Map': {
      Type: 'Map',
      Items: ['slow', 'fails', 'slow', 'slow'],
      MaxConcurrency: 2,
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, ...flow('Work', task('{% $states.input %}')) },
      Retry,
    },
  };
  const ended = { Parallel: 'TaskStateAborted', Map: 'MapIterationAborted', 'Distributed Map': 'MapRunFailed' };

  it.each(['Parallel', 'Map', 'Distributed Map'] as const)('is not begun again in a %s', async (kind) => {
    const deliveries: string[] = [];
    const never = (): Promise<null> => {
      deliveries.push('slow');
      return new Promise(() => undefined);
    };
    const first = open({ slow: never, fails: boom });
    const executionArn = await start(first, single(kinds[kind]));
    await expect.poll(() => typesOf(first, executionArn)).toContain(ended[kind]);
    const before = await typesOf(first, executionArn);
    await first.close();
    deliveries.length = 0;

    const second = open({ slow: never, fails: boom });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([deliveries, await typesOf(second, executionArn)]).toStrictEqual([[], before]);
    await second.close();

    // The retry is a new attempt, in which all of them are.
    const tasks = { slow: () => 1, fails: () => 2 };
    const third = new StepFunctionsEngine({
      dataFolder: folder,
      tasks,
      clock: createVirtualClock(Date.now() + 7_200_000),
    });
    const { output } = await third.waitForExecution(executionArn);
    expect(output).toBe({ Parallel: '[1,{},2]', Map: '[1,2,1]', 'Distributed Map': '[1,2,1,1]' }[kind]);
    await third.close();
  });

  it('is not begun again where the process died in the midst of saying so', async () => {
    const deliveries: string[] = [];
    const slow = (): Promise<null> => {
      deliveries.push('slow');
      return new Promise(() => undefined);
    };
    const first = open({ slow, fails: boom });
    const executionArn = await start(first, single(kinds.Parallel));
    await expect.poll(() => typesOf(first, executionArn)).toContain('TaskStateAborted');
    await first.close();
    cutBehind('"TaskStateAborted"');
    deliveries.length = 0;

    const second = open({ slow, fails: boom });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([deliveries, (await second.describeExecution({ executionArn })).status]).toStrictEqual([[], 'RUNNING']);
    await second.close();
  });
});

describe('a token that was given out before a restart', () => {
  // JSONata's own evaluator works it out in a thread: the engine is open before it has an answer.
  const slowly = '{% $count($filter([1..200], function($n) { $n % 7 = 0 })) %}';
  const token = (more: object = {}): object => ({
    ...task('work', more),
    Resource: `${INVOKE}.waitForTaskToken`,
    Output: '{% $states.result %}',
  });
  const definitions = {
    'behind a retry': token({ Retry: [{ ErrorEquals: ['Again'], IntervalSeconds: 1 }] }),
    'behind an expression': token({ Arguments: { FunctionName: 'work', Payload: slowly } }),
    'in a Map whose items are found by an expression': {
      Type: 'Map',
      Items: `{% [${slowly.slice(3, -3)}] %}`,
      ItemProcessor: flow('Work', token()),
      Output: '{% $states.result[0] %}',
    },
  };
  const names = ['behind a retry', 'behind an expression', 'in a Map whose items are found by an expression'] as const;

  it.each(names)(
    'is taken as soon as the engine is open: %s',
    async (name) => {
      const tokens: string[] = [];
      const tasks: TaskHandlers = {
        work({ taskToken = '', retryCount }) {
          if (name === 'behind a retry' && retryCount === 0) throw new TaskError('Again');
          tokens.push(taskToken);
          return null;
        },
      };
      const first = open(tasks);
      const executionArn = await start(first, single(definitions[name]));
      await expect.poll(() => typesOf(first, executionArn), { timeout: 20_000 }).toContain('TaskSubmitted');
      await first.close();

      const second = open(tasks);
      await second.sendTaskHeartbeat({ taskToken: tokens[0] });
      await second.sendTaskSuccess({ taskToken: tokens[0], output: '"told"' });
      const { output } = await second.waitForExecution(executionArn);
      expect([output, tokens.length]).toStrictEqual(['"told"', 1]);
      // Once it has ended, its token is refused, after another restart too.
      const refusal = `Task Timed Out: 'Provided task does not exist anymore'`;
      await expect(second.sendTaskSuccess({ taskToken: tokens[0], output: '1' })).rejects.toThrow(refusal);
      await second.close();
      const third = open(tasks);
      await expect(third.sendTaskSuccess({ taskToken: tokens[0], output: '1' })).rejects.toThrow(refusal);
      await third.close();
    },
    30_000,
  );

  it('is refused when its execution is stopped meanwhile', async () => {
    const tokens: string[] = [];
    const tasks: TaskHandlers = {
      work({ taskToken = '' }) {
        tokens.push(taskToken);
        return null;
      },
    };
    const first = open(tasks);
    const executionArn = await start(first, single(definitions['behind an expression']));
    await expect.poll(() => typesOf(first, executionArn), { timeout: 20_000 }).toContain('TaskSubmitted');
    await first.close();

    const second = open(tasks);
    const sent = expect(second.sendTaskSuccess({ taskToken: tokens[0], output: '1' })).rejects.toThrow(
      `Task Timed Out: 'Provided task does not exist anymore'`,
    );
    await second.stopExecution({ executionArn });
    await sent;
    await second.close();
  }, 30_000);
});

describe('a machine that was being deleted before a restart', () => {
  it('is gone when its last execution had ended, though the process died before it could say so', async () => {
    const first = open({});
    const executionArn = await start(first, {
      StartAt: 'Hold',
      States: { Hold: { Type: 'Wait', Seconds: 1000, End: true } },
    });
    const [stateMachine] = (await first.listStateMachines()).stateMachines ?? [];
    const stateMachineArn = stateMachine?.stateMachineArn;
    await first.deleteStateMachine({ stateMachineArn });
    await first.stopExecution({ executionArn });
    await first.close();
    cutBehind('"ABORTED"');
    const second = open({});
    await expect(second.describeStateMachine({ stateMachineArn })).rejects.toThrow('State Machine Does Not Exist');
    await second.close();
  });
});

describe('what a reading operation tells', () => {
  it('is in the journal when it is told', async () => {
    const engine = open({});
    const written = (): string => readFileSync(join(folder, 'journal.ndjson'), 'utf8');
    const definition = JSON.stringify({ StartAt: 'Ok', States: { Ok: { Type: 'Succeed' } } });
    const arn = (kind: string, name: string): string => `arn:aws:states:us-east-1:000000000000:${kind}:${name}`;
    const stateMachineArn = arn('stateMachine', 'read');
    const activityArn = arn('activity', 'work');
    const stateMachineVersionArn = `${stateMachineArn}:1`;
    const create = { name: 'read', definition, roleArn: ROLE, publish: true };
    const alias = { name: 'live', routingConfiguration: [{ stateMachineVersionArn, weight: 100 }] };
    const tags = [{ key: 'team', value: 'blue' }];
    // Each is begun, and what it changes is read at once.
    const readings: readonly (readonly [() => Promise<unknown>, () => Promise<unknown>, string])[] = [
      [() => engine.createStateMachine(create), () => engine.describeStateMachine({ stateMachineArn }), '"read"'],
      [
        () => engine.updateStateMachine({ stateMachineArn, roleArn: `${ROLE}2` }),
        () => engine.listStateMachines(),
        `${ROLE}2"`,
      ],
      [
        () => engine.publishStateMachineVersion({ stateMachineArn, description: 'second' }),
        () => engine.listStateMachineVersions({ stateMachineArn }),
        '"second"',
      ],
      [
        () => engine.createStateMachineAlias(alias),
        () => engine.describeStateMachineAlias({ stateMachineAliasArn: `${stateMachineArn}:live` }),
        '"live"',
      ],
      [
        () => engine.createStateMachineAlias({ ...alias, name: 'next' }),
        () => engine.listStateMachineAliases({ stateMachineArn }),
        '"next"',
      ],
      [
        () => engine.tagResource({ resourceArn: stateMachineArn, tags }),
        () => engine.listTagsForResource({ resourceArn: stateMachineArn }),
        '"blue"',
      ],
      [() => engine.createActivity({ name: 'work' }), () => engine.describeActivity({ activityArn }), '"work"'],
      [() => engine.createActivity({ name: 'more' }), () => engine.listActivities(), '"more"'],
      [() => engine.createActivity({ name: 'same' }), () => engine.createActivity({ name: 'same' }), '"same"'],
    ];
    const unwritten: string[] = [];
    for (const [begin, read, text] of readings) {
      const begun = begin();
      await read();
      if (!written().includes(text)) unwritten.push(text);
      await begun;
    }
    await engine.close();
    expect(unwritten).toStrictEqual([]);
  });
});

describe('the secret of task tokens', () => {
  it('is put in its place whole, and a damaged one is refused', async () => {
    await open({}).close();
    const path = join(folder, 'token-secret');
    const names = readdirSync(folder).sort();
    expect([readFileSync(path).length, names]).toStrictEqual([32, ['journal.ndjson', 'lock.sqlite', 'token-secret']]);
    writeFileSync(path, '');
    expect(() => open({})).toThrow(
      `the token secret "${path}" is damaged: it has 0 bytes instead of 32; restore the folder from a copy, or remove the file: tokens given out before are refused then`,
    );
    rmSync(path);
    // A process that died while it wrote one leaves this behind.
    writeFileSync(`${path}.next`, 'half');
    await open({}).close();
    expect(readFileSync(path)).toHaveLength(32);
  });
});

describe('the deadline of a heartbeat', () => {
  const HeartbeatSeconds = 100;
  const at = (seconds: number): StepFunctionsEngine =>
    new StepFunctionsEngine({
      dataFolder: folder,
      tasks: { work: () => null },
      clock: createVirtualClock(seconds * 1000),
    });
  /** A clock that stands still, for the life before the restart. */
  const still = (
    tokens: string[],
  ): { readonly engine: StepFunctionsEngine; readonly moveTo: (seconds: number) => void } => {
    let now = 0;
    const clock = { ...createVirtualClock(), now: () => now, at: () => ({ cancel: () => undefined }) };
    const tasks: TaskHandlers = { work: ({ taskToken = '' }) => (tokens.push(taskToken), null) };
    return {
      engine: new StepFunctionsEngine({ dataFolder: folder, tasks, clock }),
      moveTo: (seconds) => (now = seconds * 1000),
    };
  };
  const endOf = async (executionArn: string, reopenedAt: number): Promise<readonly unknown[]> => {
    const second = at(reopenedAt);
    const { error, stopDate } = await second.waitForExecution(executionArn);
    await second.close();
    return [error, (stopDate?.getTime() ?? 0) / 1000];
  };

  it.each([
    ['from the last heartbeat', 40, 50, 140],
    ['from the start where none came', undefined, 50, 100],
    ['also where it came while the engine was away', 40, 500, 500],
  ])('of a token is kept over a restart: %s', async (_name, beatAt, reopenedAt, end) => {
    const tokens: string[] = [];
    const { engine, moveTo } = still(tokens);
    const Resource = `${INVOKE}.waitForTaskToken`;
    const executionArn = await start(engine, single({ ...task('work'), Resource, HeartbeatSeconds }));
    await expect.poll(() => typesOf(engine, executionArn)).toContain('TaskSubmitted');
    if (beatAt !== undefined) {
      moveTo(beatAt);
      await engine.sendTaskHeartbeat({ taskToken: tokens[0] });
    }
    await engine.close();
    expect(await endOf(executionArn, reopenedAt)).toStrictEqual(['States.Timeout', end]);
  });

  it("of an activity's task is kept over a restart, and that of its whole work too", async () => {
    const { engine, moveTo } = still([]);
    const { activityArn } = await engine.createActivity({ name: 'work' });
    const limits = { HeartbeatSeconds, TimeoutSeconds: 150 };
    const executionArn = await start(engine, single({ Type: 'Task', Resource: activityArn, ...limits }));
    await expect.poll(() => typesOf(engine, executionArn)).toContain('ActivityScheduled');
    moveTo(10);
    const { taskToken } = await engine.getActivityTask({ activityArn });
    moveTo(90);
    await engine.sendTaskHeartbeat({ taskToken: taskToken ?? '' });
    await engine.close();
    expect(await endOf(executionArn, 95)).toStrictEqual(['States.Timeout', 160]);
  });
});
