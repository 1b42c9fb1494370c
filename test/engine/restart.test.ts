import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
