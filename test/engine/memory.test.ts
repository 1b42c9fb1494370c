import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createVirtualClock, StepFunctionsEngine, TaskError, type EngineOptions } from '../../engine/index.ts';
import { INVOKE, ROLE } from './run-definition.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-engine-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const DAY = 86_400;
const definition = JSON.stringify({
  QueryLanguage: 'JSONata',
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      Items: [1, 2],
      ItemProcessor: {
        StartAt: 'Work',
        States: {
          Work: {
            Type: 'Task',
            Resource: INVOKE,
            Arguments: { FunctionName: 'work', Payload: '{% [$states.input, $states.context.Execution.Name] %}' },
            Output: '{% $states.result.Payload %}',
            End: true,
          },
        },
      },
      End: true,
    },
  },
});

const create = async (engine: StepFunctionsEngine): Promise<string> =>
  (await engine.createStateMachine({ name: 'm', definition, roleArn: ROLE })).stateMachineArn ?? '';

const run = async (engine: StepFunctionsEngine, stateMachineArn: string, name: string): Promise<string> => {
  const { executionArn = '' } = await engine.startExecution({ stateMachineArn, name });
  await engine.waitForExecution(executionArn);
  return executionArn;
};

describe('the history of an execution that has ended', () => {
  it('is read from the journal: as it was, in pages, by a later life of the process, and for a redrive', async () => {
    const seen = new Map<string, string[]>();
    const failing = new Set(['b']);
    const options: EngineOptions = {
      dataFolder: folder,
      onHistoryEvent: ({ id, type }, arn) => void seen.set(arn, [...(seen.get(arn) ?? []), `${id} ${type}`]),
      tasks: {
        work({ arguments: given }) {
          const { Payload } = given as unknown as { readonly Payload: readonly [number, string] };
          if (Payload[0] === 2 && failing.has(Payload[1])) throw new TaskError('Boom');
          return Payload[0] * 10;
        },
      },
    };
    const first = new StepFunctionsEngine(options);
    const stateMachineArn = await create(first);
    // Side by side, so that their records stand among each other.
    const arns = await Promise.all(['a', 'b', 'c'].map((name) => run(first, stateMachineArn, name)));
    const read = async (engine: StepFunctionsEngine): Promise<readonly (readonly string[])[]> =>
      Promise.all(
        arns.map(async (executionArn) => {
          const types: string[] = [];
          let nextToken: string | undefined;
          do {
            const page = await engine.getExecutionHistory({ executionArn, maxResults: 3, nextToken });
            for (const { id = 0, type = '' } of page.events ?? []) types.push(`${id} ${type}`);
            ({ nextToken } = page);
          } while (nextToken !== undefined);
          return types;
        }),
      );
    const written = (): readonly (readonly string[] | undefined)[] => arns.map((arn) => seen.get(arn));
    expect(await read(first)).toStrictEqual(written());
    await first.close();

    const second = new StepFunctionsEngine(options);
    expect(await read(second)).toStrictEqual(written());
    failing.clear();
    await second.redriveExecution({ executionArn: arns[1] });
    const { status, output } = await second.waitForExecution(arns[1] ?? '');
    expect([status, output]).toStrictEqual(['SUCCEEDED', '[10,20]']);
    expect(await read(second)).toStrictEqual(written());
    await second.close();

    const third = new StepFunctionsEngine(options);
    expect(await read(third)).toStrictEqual(written());
    await third.close();
  });
});

describe('an execution that ended 90 days ago', () => {
  it.each(['in memory', 'with a data folder'])('is forgotten while the engine runs: %s', async (where) => {
    const clock = createVirtualClock();
    const engine = new StepFunctionsEngine({
      clock,
      tasks: { work: () => 1 },
      ...(where === 'in memory' ? {} : { dataFolder: folder }),
    });
    const stateMachineArn = await create(engine);
    const at = (day: number): Promise<void> => new Promise((resolve) => clock.at(day * DAY * 1000, resolve));
    const old = await run(engine, stateMachineArn, 'old');
    await at(30);
    await run(engine, stateMachineArn, 'younger');
    await at(89);
    const names = async (): Promise<readonly unknown[]> =>
      ((await engine.listExecutions({ stateMachineArn })).executions ?? []).map(({ name }) => name);
    const before = await names();
    await at(91);
    expect([before, await names()]).toStrictEqual([['younger', 'old'], ['younger']]);
    await expect(engine.describeExecution({ executionArn: old })).rejects.toThrow(`Execution Does Not Exist: '${old}'`);
    // Its name is free again.
    await run(engine, stateMachineArn, 'old');
    expect(await names()).toStrictEqual(['old', 'younger']);
    await engine.close();
  });
});
