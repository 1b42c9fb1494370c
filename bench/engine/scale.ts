/** One measurement at scale in a process of its own, so that its memory is its own. Prints one JSON line. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVirtualClock, StepFunctionsEngine, type EngineOptions } from '../../engine/index.ts';

const roleArn = 'arn:aws:iam::000000000000:role/bench';
const [measurement = ''] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'slipway-bench-'));

const machineOf = async (engine: StepFunctionsEngine, flow: object): Promise<string> => {
  const definition = JSON.stringify({ QueryLanguage: 'JSONata', ...flow });
  return (await engine.createStateMachine({ name: 'bench', definition, roleArn })).stateMachineArn ?? '';
};

const task = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:000000000000:function:nothing' };

/** Executions that are all under way at the same time; gives the events of all their histories. */
const together = async (count: number, options: EngineOptions): Promise<number> => {
  const engine = new StepFunctionsEngine({ tasks: { nothing: () => null }, ...options });
  const stateMachineArn = await machineOf(engine, {
    StartAt: 'Before',
    States: {
      Before: { ...task, Next: 'Wait' },
      Wait: { Type: 'Wait', Seconds: 5, Next: 'After' },
      After: { ...task, End: true },
    },
  });
  const started = await Promise.all(
    Array.from({ length: count }, (_, index) => engine.startExecution({ stateMachineArn, name: `e${index}` })),
  );
  await Promise.all(started.map(({ executionArn = '' }) => engine.waitForExecution(executionArn)));
  await engine.close();
  return count * 14;
};

const distributedMap = async (items: number): Promise<number> => {
  const engine = new StepFunctionsEngine({ clock: createVirtualClock(), script: { Trial: { seconds: 60 } } });
  const stateMachineArn = await machineOf(engine, {
    StartAt: 'Sweep',
    States: {
      Sweep: {
        Type: 'Map',
        Items: `{% $range(1, ${items}, 1) %}`,
        MaxConcurrency: 1_000,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Trial',
          States: { Trial: { ...task, Output: 1, End: true } },
        },
        Output: 'done',
        End: true,
      },
    },
  });
  const { executionArn = '' } = await engine.startExecution({ stateMachineArn });
  const { status } = await engine.waitForExecution(executionArn);
  if (status !== 'SUCCEEDED') throw new Error(`the Distributed Map ended ${status ?? ''}`);
  await engine.close();
  return items * 7;
};

const MEASUREMENTS: Readonly<Record<string, () => Promise<number>>> = {
  memory: () => together(10_000, { clock: createVirtualClock() }),
  disk: () => together(10_000, { clock: createVirtualClock(), dataFolder: folder }),
  fsync: () => together(10_000, { clock: createVirtualClock(), dataFolder: folder, fsync: true }),
  distributed: () => distributedMap(100_000),
};

try {
  const start = performance.now();
  const events = (await MEASUREMENTS[measurement]?.()) ?? 0;
  const seconds = (performance.now() - start) / 1000;
  const peakMemoryMb = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ seconds, events, peakMemoryMb }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
