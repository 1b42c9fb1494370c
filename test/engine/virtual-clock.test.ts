import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createVirtualClock, StepFunctionsEngine, type Script } from '../../engine/index.ts';
import { INVOKE, ROLE, runDefinition, single } from './run-definition.ts';

const task = (extra: object = {}): object => ({
  Type: 'Task',
  Resource: INVOKE,
  Arguments: { FunctionName: 'work', Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  End: true,
  ...extra,
});

const map = (processor: object, extra: object = {}): object => ({
  Type: 'Map',
  Items: '{% [0..2] %}',
  ItemProcessor: { StartAt: 'Trial', States: { Trial: task() }, ...processor },
  End: true,
  ...extra,
});

const machine = (states: object, StartAt = 'First'): object => ({
  QueryLanguage: 'JSONata',
  StartAt,
  States: states,
});

const outcome = async (definition: object, script: Script): Promise<unknown> => {
  const { status, output, error, seconds, engine } = await runDefinition(definition, {}, {}, { script });
  await engine.close();
  return [status, output ?? error, seconds];
};

describe('a script on the virtual clock', () => {
  it('gives tasks their durations and results', async () => {
    const definition = machine({ First: { ...task(), Next: 'Second', End: undefined }, Second: task() });
    const script = { First: { seconds: 90, result: 'x' }, Second: { seconds: 31_536_000, result: { done: true } } };
    expect(await outcome(definition, script)).toStrictEqual(['SUCCEEDED', { done: true }, 31_536_090]);
  });

  it('says how each attempt ends, and repeats the last', async () => {
    const Retry = [{ ErrorEquals: ['Busy'], IntervalSeconds: 2, BackoffRate: 1, MaxAttempts: 5 }];
    const definition = machine({ First: task({ Retry }) });
    const script: Script = {
      First: [
        { seconds: 5, error: 'Busy' },
        { seconds: 1, error: 'Busy', cause: 'still' },
        { seconds: 3, result: 1 },
      ],
    };
    expect(await outcome(definition, script)).toStrictEqual(['SUCCEEDED', 1, 5 + 2 + 1 + 2 + 3]);
    expect(await outcome(definition, { First: [{ seconds: 1, error: 'Busy' }] })).toStrictEqual([
      'FAILED',
      'Busy',
      6 + 5 * 2,
    ]);
  });

  it('knows the iteration of every Map, Inline and Distributed', async () => {
    const inner = map({});
    const distributed = (mode: string): object =>
      map({ ProcessorConfig: { Mode: mode }, StartAt: 'Inner', States: { Inner: inner } });
    const script: Script = {
      Trial: ({ mapIndices: [outer = 0, index = 0] }) => ({ seconds: 10 * outer + index, result: [outer, index] }),
    };
    for (const mode of ['INLINE', 'DISTRIBUTED']) {
      expect(await outcome(machine({ First: distributed(mode) }), script)).toStrictEqual([
        'SUCCEEDED',
        [0, 1, 2].map((outer) => [0, 1, 2].map((index) => [outer, index])),
        22,
      ]);
    }
  });

  it('returns task tokens and ends jobs', async () => {
    const definition = machine({
      First: {
        ...task({ Resource: `${INVOKE}.waitForTaskToken`, Output: '{% $states.result %}' }),
        End: undefined,
        Next: 'Second',
      },
      Second: task({
        Resource: 'arn:aws:states:::states:startExecution.sync:2',
        Arguments: { StateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:child' },
        Output: '{% $states.result %}',
      }),
    });
    const script = { First: { seconds: 60, result: 'yes' }, Second: { seconds: 40, result: { Status: 'SUCCEEDED' } } };
    expect(await outcome(definition, script)).toStrictEqual(['SUCCEEDED', { Status: 'SUCCEEDED' }, 100]);
    expect(await outcome(definition, { First: { seconds: 7, error: 'Rejected' } })).toStrictEqual([
      'FAILED',
      'Rejected',
      7,
    ]);
  });

  it('lets a parent see its child end at that very instant', async () => {
    const engine = new StepFunctionsEngine({ clock: createVirtualClock(), script: { Only: { seconds: 77 } } });
    const create = async (name: string, definition: object): Promise<string> =>
      (await engine.createStateMachine({ name, definition: JSON.stringify(definition), roleArn: ROLE }))
        .stateMachineArn ?? '';
    const StateMachineArn = await create('child', single({ Type: 'Task', Resource: INVOKE, Arguments: {} }));
    const stateMachineArn = await create(
      'parent',
      machine({
        First: task({
          Resource: 'arn:aws:states:::states:startExecution.sync:2',
          Arguments: { StateMachineArn },
          Output: 1,
        }),
      }),
    );
    const { executionArn = '' } = await engine.startExecution({ stateMachineArn });
    const { status, stopDate } = await engine.waitForExecution(executionArn);
    expect([status, stopDate?.getTime()]).toStrictEqual(['SUCCEEDED', 77_000]);
    await engine.close();
  });

  it('stops waiting for a task whose branch was stopped', async () => {
    const definition = machine({
      First: {
        Type: 'Parallel',
        Branches: ['Slow', 'Fails'].map((name) => ({ StartAt: name, States: { [name]: task() } })),
        End: true,
      },
    });
    const script = { Slow: { seconds: 1e9 }, Fails: { seconds: 1, error: 'Bad' } };
    expect(await outcome(definition, script)).toStrictEqual(['FAILED', 'Bad', 1]);
  });

  it('orders what happens at the same instant by its seed, the same way every time', async () => {
    const definition = machine({ First: map({}, { Items: '{% [0..9] %}' }) });
    const order = async (seed?: string): Promise<string> => {
      const clock = createVirtualClock(0, seed === undefined ? {} : { seed });
      const script = { Trial: { seconds: 5 } };
      const { engine, executionArn } = await runDefinition(definition, {}, {}, { clock, script });
      const { events = [] } = await engine.getExecutionHistory({ executionArn, maxResults: 1000 });
      await engine.close();
      return events
        .flatMap(({ mapIterationSucceededEventDetails: details }) => (details === undefined ? [] : [details.index]))
        .join();
    };
    expect(await order()).toBe('0,1,2,3,4,5,6,7,8,9');
    const [a, again, b] = [await order('a'), await order('a'), await order('b')];
    expect([a === again, a === b, a.split(',').sort().join()]).toStrictEqual([true, false, '0,1,2,3,4,5,6,7,8,9']);
  });

  it('runs ten thousand trials in the time of the longest', async () => {
    const definition = machine({
      First: map({ ProcessorConfig: { Mode: 'DISTRIBUTED' } }, { Items: '{% $range(0, 9999, 1) %}', Output: 'done' }),
    });
    const script: Script = { Trial: ({ mapIndices: [index = 0] }) => ({ seconds: index, result: null }) };
    expect(await outcome(definition, script)).toStrictEqual(['SUCCEEDED', 'done', 9999]);
  });
});

describe('a seed', () => {
  it('decides names, ARNs, tokens and all that is drawn in executions without a name', async () => {
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'Draw',
      States: { Draw: { Type: 'Pass', Output: '{% [$uuid(), $random()] %}', End: true } },
    });
    const waits = JSON.stringify({
      StartAt: 'Wait',
      States: { Wait: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', End: true } },
    });
    const run = async (seed: string): Promise<readonly unknown[]> => {
      const told: unknown[] = [];
      const engine = new StepFunctionsEngine({
        clock: createVirtualClock(),
        seed,
        tasks: { '*': ({ taskToken = '' }) => (told.push(taskToken), null) },
      });
      const roleArn = ROLE;
      const create = async (name: string, text: string, type: 'STANDARD' | 'EXPRESS'): Promise<string> =>
        (await engine.createStateMachine({ name, definition: text, roleArn, type })).stateMachineArn ?? '';
      for (const type of ['STANDARD', 'EXPRESS'] as const) {
        const stateMachineArn = await create(type, definition, type);
        for (let count = 0; count < 2; count++) {
          const { executionArn = '' } = await engine.startExecution({ stateMachineArn });
          told.push(await engine.waitForExecution(executionArn));
        }
      }
      await engine.startExecution({ stateMachineArn: await create('waits', waits, 'STANDARD') });
      await engine.updateStateMachine({ stateMachineArn: await create('waits', waits, 'STANDARD'), definition });
      await new Promise((resolve) => setImmediate(resolve));
      await engine.close();
      return told;
    };
    const [first, second, other] = [await run('one'), await run('one'), await run('two')];
    expect(first).toHaveLength(5);
    expect(second).toStrictEqual(first);
    expect(other).not.toStrictEqual(first);
  });

  it('draws no name twice, though a data folder is opened again with it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'slipway-seed-'));
    const arns: string[] = [];
    for (let life = 0; life < 2; life++) {
      const engine = new StepFunctionsEngine({ dataFolder: folder, seed: 'same' });
      const roleArn = ROLE;
      const definition = JSON.stringify({ StartAt: 'Ok', States: { Ok: { Type: 'Succeed' } } });
      const { stateMachineArn } = await engine.createStateMachine({ name: 'm', definition, roleArn });
      for (let count = 0; count < 3; count++) {
        const { executionArn = '' } = await engine.startExecution({ stateMachineArn });
        await engine.waitForExecution(executionArn);
        arns.push(executionArn);
      }
      await engine.close();
    }
    rmSync(folder, { recursive: true });
    expect(new Set(arns).size).toBe(6);
  });
});
