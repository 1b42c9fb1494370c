import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../engine/expression/seeded-random.ts';
import { createVirtualClock, StepFunctionsEngine, type JsonObject } from '../../engine/index.ts';
import { INVOKE, ROLE, single } from './run-definition.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-engine-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const WORKER = fileURLToPath(new URL('crash-worker.ts', import.meta.url));

/** When a process is killed: after so many lines of output, or so many milliseconds. */
type Kill = { readonly lines: number } | { readonly milliseconds: number } | undefined;

/** Runs the worker; kills it outright when told to, if it gets there. Gives its last line. */
const live = async (kill: Kill): Promise<string> => {
  const child = spawn(process.execPath, [WORKER, join(folder, 'data'), join(folder, 'tasks.log')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let last = '';
  let lines = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    last = line;
    if (kill !== undefined && 'lines' in kill && ++lines === kill.lines) child.kill('SIGKILL');
  });
  const timer =
    kill !== undefined && 'milliseconds' in kill
      ? setTimeout(() => child.kill('SIGKILL'), kill.milliseconds)
      : undefined;
  await once(child, 'close');
  clearTimeout(timer);
  return last;
};

interface JournalLine {
  readonly k: string;
  readonly x?: number;
  readonly key?: string;
  readonly execution?: { readonly arn: string };
  readonly e?: { readonly type: string; readonly details?: JsonObject };
}

/** The deliveries whose success is in the journal, as the worker's task log names them. */
const recordedSuccesses = (): ReadonlySet<string> => {
  const arns = new Map<number, string>();
  const scheduled = new Map<string, string>();
  const done = new Set<string>();
  const journal = join(folder, 'data', 'journal.ndjson');
  const text = existsSync(journal) ? readFileSync(journal, 'utf8') : '';
  for (const line of text.split('\n').slice(0, -1)) {
    const { k, x = 0, key = '', execution, e } = JSON.parse(line) as JournalLine;
    if (k === 'start' && execution !== undefined) arns.set(x, execution.arn);
    const sent = e?.type === 'TaskScheduled' ? e.details?.['parameters'] : undefined;
    if (typeof sent === 'string') scheduled.set(`${x}${key}`, sent);
    if (e?.type !== 'TaskSucceeded') continue;
    const parameters = JSON.parse(scheduled.get(`${x}${key.replace(':ended', ':scheduled')}`) ?? '{}') as {
      FunctionName: string;
      Payload: object;
    };
    done.add(
      `${(arns.get(x) ?? '').split(':').slice(6).join(':')} ${parameters.FunctionName} ${JSON.stringify(parameters.Payload)}`,
    );
  }
  return done;
};

const taskLog = (): readonly string[] => readFileSync(join(folder, 'tasks.log'), 'utf8').split('\n').slice(0, -1);

const deliveriesSince = (lines: number): readonly string[] =>
  taskLog()
    .slice(lines)
    .map((line) => line.replace(/^done /, ''));

describe('a data folder', () => {
  it('lets every execution end as if its process had never been killed, and repeats nothing that was recorded', async () => {
    const random = seededRandom(5);
    const [rounds, kills] = process.env['SLIPWAY_TEST_FULL'] === undefined ? [1, 3] : [24, 5];
    for (let round = 0; round < rounds; round++) {
      rmSync(join(folder, 'data'), { recursive: true, force: true });
      rmSync(join(folder, 'tasks.log.tokens'), { force: true });
      writeFileSync(join(folder, 'tasks.log'), '');
      for (let kill = 0; kill < kills; kill++) {
        const known = recordedSuccesses();
        const before = taskLog().length;
        // After a delivery or at any moment, also while the engine resumes.
        await live(
          random() < 0.5
            ? { lines: 1 + Math.floor(random() * 12) }
            : { milliseconds: 300 + Math.floor(random() * 1_500) },
        );
        expect(deliveriesSince(before).filter((delivery) => known.has(delivery))).toStrictEqual([]);
      }
      const known = recordedSuccesses();
      const before = taskLog().length;
      const end = JSON.parse(await live(undefined)) as object;
      expect(deliveriesSince(before).filter((delivery) => known.has(delivery))).toStrictEqual([]);
      const output = '{"sweep":[10,20,30,40,50,60,70,80],"kept":"first"}';
      expect(end).toStrictEqual({
        ends: ['one', 'three', 'two'].map((name) => `${name} SUCCEEDED ${output}`),
        // First, Flaky, Token, five Items, Nested.
        successes: [9, 9, 9],
        ids: [true, true, true],
      });
    }
  }, 1_200_000);

  it('keeps machines, executions, histories and tokens', async () => {
    const tokens: string[] = [];
    const definition = JSON.stringify(
      single({
        Type: 'Task',
        Resource: `${INVOKE}.waitForTaskToken`,
        Arguments: { FunctionName: 'work', Payload: '{% $states.context.Task.Token %}' },
      }),
    );
    const open = (): StepFunctionsEngine =>
      new StepFunctionsEngine({
        dataFolder: folder,
        tasks: {
          work: ({ taskToken = '' }) => {
            tokens.push(taskToken);
            return null;
          },
        },
      });
    const first = open();
    const { stateMachineArn } = await first.createStateMachine({ name: 'waits', definition, roleArn: ROLE });
    const { executionArn = '' } = await first.startExecution({ stateMachineArn, name: 'x' });
    await expect
      .poll(async () => (await first.getExecutionHistory({ executionArn })).events?.at(-1)?.type)
      .toBe('TaskSubmitted');
    const before = await first.getExecutionHistory({ executionArn });
    await first.close();

    const second = open();
    const after = await second.getExecutionHistory({ executionArn });
    expect(after).toStrictEqual(before);
    await second.sendTaskSuccess({ taskToken: tokens[0], output: '"told"' });
    const { status, output } = await second.waitForExecution(executionArn);
    // The task had been accepted before the restart, so it is not delivered again.
    expect([status, output, tokens.length]).toStrictEqual(['SUCCEEDED', '"told"', 1]);
    await second.close();

    const third = open();
    const { status: kept } = await third.describeExecution({ executionArn });
    const { events = [] } = await third.getExecutionHistory({ executionArn });
    expect([kept, events.map(({ type }) => type)]).toStrictEqual([
      'SUCCEEDED',
      [
        'ExecutionStarted',
        'TaskStateEntered',
        'TaskScheduled',
        'TaskStarted',
        'TaskSubmitted',
        'TaskSucceeded',
        'TaskStateExited',
        'ExecutionSucceeded',
      ],
    ]);
    await third.close();
  });

  it('keeps the deadline of a wait', async () => {
    const definition = JSON.stringify(single({ Type: 'Wait', Seconds: 100 }));
    const first = new StepFunctionsEngine({
      dataFolder: folder,
      clock: { ...createVirtualClock(), at: () => ({ cancel: () => undefined }) },
    });
    const { stateMachineArn } = await first.createStateMachine({ name: 'waits', definition, roleArn: ROLE });
    const { executionArn = '' } = await first.startExecution({ stateMachineArn });
    await first.close();
    const second = new StepFunctionsEngine({ dataFolder: folder, clock: createVirtualClock(60_000) });
    const { startDate, stopDate } = await second.waitForExecution(executionArn);
    expect([startDate?.getTime(), stopDate?.getTime()]).toStrictEqual([0, 100_000]);
    await second.close();
  });

  it('recovers a last record that was cut off, and refuses other damage', async () => {
    const journal = join(folder, 'journal.ndjson');
    const first = new StepFunctionsEngine({ dataFolder: folder });
    await first.createStateMachine({
      name: 'kept',
      definition: JSON.stringify(single({ Type: 'Pass' })),
      roleArn: ROLE,
    });
    await first.close();
    appendFileSync(journal, '{"k":"machine","mach');
    const second = new StepFunctionsEngine({ dataFolder: folder });
    expect((await second.listStateMachines()).stateMachines?.map(({ name }) => name)).toStrictEqual(['kept']);
    await second.close();
    const whole = readFileSync(journal, 'utf8');
    const [head = '', ...others] = whole.split('\n');
    const damages: readonly (readonly [string, number])[] = [
      [`nonsense\n${whole}`, 1],
      [`null\n${whole}`, 1],
      [`{}\n${whole}`, 1],
      [`${whole}{"k":"of another version"}\n`, others.length + 1],
      [`${whole}{"k":"note","x":7,"key":"","value":1}\n`, others.length + 1],
      // One character of a text, which is still JSON.
      [whole.replace('000000000000', '000000000001'), 2],
      // Bytes lost in the midst.
      [`${head.slice(0, 40)}${head.slice(60)}\n${others.join('\n')}`, 1],
    ];
    for (const [text, line] of damages) {
      writeFileSync(journal, text);
      expect(() => new StepFunctionsEngine({ dataFolder: folder })).toThrow(
        `the journal "${journal}" is damaged at line ${line}; restore the folder from a copy, or move the file away to start afresh`,
      );
      expect(readFileSync(journal, 'utf8')).toBe(text);
    }
  });

  it('refuses a journal that lacks an event', async () => {
    const journal = join(folder, 'journal.ndjson');
    const engine = new StepFunctionsEngine({ dataFolder: folder });
    const definition = JSON.stringify(single({ Type: 'Pass' }));
    const { stateMachineArn } = await engine.createStateMachine({ name: 'kept', definition, roleArn: ROLE });
    const { executionArn = '' } = await engine.startExecution({ stateMachineArn });
    await engine.waitForExecution(executionArn);
    await engine.close();
    const lines = readFileSync(journal, 'utf8').split('\n');
    const lost = lines.findIndex((line) => line.includes('"PassStateEntered"'));
    writeFileSync(journal, lines.toSpliced(lost, 1).join('\n'));
    expect(() => new StepFunctionsEngine({ dataFolder: folder })).toThrow(`is damaged at line ${lost + 1}; restore`);
  });

  it('forgets what ended longer ago than AWS keeps it, when it is opened again', async () => {
    const open = (day: number): StepFunctionsEngine =>
      new StepFunctionsEngine({ dataFolder: folder, clock: createVirtualClock(day * 86_400_000) });
    const first = open(0);
    const items = { StartAt: 'Each', States: { Each: { Type: 'Pass', End: true } } };
    const definition = JSON.stringify(
      single({ Type: 'Map', Items: '{% [1..300] %}', ItemProcessor: items, Output: 1 }),
    );
    const { stateMachineArn } = await first.createStateMachine({ name: 'old', definition, roleArn: ROLE });
    const start = async (engine: StepFunctionsEngine, name: string): Promise<void> => {
      const { executionArn = '' } = await engine.startExecution({ stateMachineArn, name });
      await engine.waitForExecution(executionArn);
    };
    await start(first, 'old');
    await first.close();
    const second = open(80);
    await start(second, 'new');
    await second.close();
    const size = statSync(join(folder, 'journal.ndjson')).size;
    const third = open(100);
    const { executions = [] } = await third.listExecutions({ stateMachineArn });
    const { events = [] } = await third.getExecutionHistory({
      executionArn: executions[0]?.executionArn,
      maxResults: 1000,
    });
    await third.close();
    const smaller = statSync(join(folder, 'journal.ndjson')).size < size * 0.7;
    expect([executions.map(({ name }) => name), events.length, smaller]).toStrictEqual([['new'], 1000, true]);
  });

  it('takes a token as soon as it is open again, whatever else resumes', async () => {
    const tokens: string[] = [];
    const open = (): StepFunctionsEngine =>
      new StepFunctionsEngine({
        dataFolder: folder,
        tasks: {
          work: ({ taskToken = '' }) => {
            tokens.push(taskToken);
            return null;
          },
        },
      });
    const first = open();
    const create = async (name: string, state: object): Promise<string> => {
      const definition = JSON.stringify(single(state));
      return (await first.createStateMachine({ name, definition, roleArn: ROLE })).stateMachineArn ?? '';
    };
    const waits = await create('waits', {
      Type: 'Task',
      Resource: `${INVOKE}.waitForTaskToken`,
      Arguments: { FunctionName: 'work' },
    });
    const passes = await create('passes', { Type: 'Pass' });
    const { executionArn = '' } = await first.startExecution({ stateMachineArn: waits });
    await expect
      .poll(async () => (await first.getExecutionHistory({ executionArn })).events?.at(-1)?.type)
      .toBe('TaskSubmitted');
    await first.startExecution({ stateMachineArn: passes });
    await first.close();
    // The process died when the second execution had entered its state, which it leaves as soon as it resumes.
    const journal = join(folder, 'journal.ndjson');
    const lines = readFileSync(journal, 'utf8').split('\n');
    const entered = lines.findLastIndex((line) => line.includes('PassStateEntered'));
    writeFileSync(journal, `${lines.slice(0, entered + 1).join('\n')}\n`);

    const second = open();
    await second.sendTaskSuccess({ taskToken: tokens[0], output: '1' });
    expect((await second.waitForExecution(executionArn)).status).toBe('SUCCEEDED');
    await second.close();
  });

  it('reads a journal of many pieces, in which characters of several bytes are cut', async () => {
    const first = new StepFunctionsEngine({ dataFolder: folder });
    const definition = JSON.stringify(single({ Type: 'Pass', Output: 1 }));
    const { stateMachineArn } = await first.createStateMachine({ name: 'large', definition, roleArn: ROLE });
    const inputs = Array.from({ length: 12 }, (_, index) => JSON.stringify('é€😀'.repeat(20_000 + index)));
    const arns: string[] = [];
    for (const input of inputs) {
      const { executionArn = '' } = await first.startExecution({ stateMachineArn, input });
      await first.waitForExecution(executionArn);
      arns.push(executionArn);
    }
    await first.close();
    const second = new StepFunctionsEngine({ dataFolder: folder });
    const read = await Promise.all(arns.map((executionArn) => second.describeExecution({ executionArn })));
    expect(read.map(({ input, status }) => [input, status])).toStrictEqual(inputs.map((input) => [input, 'SUCCEEDED']));
    await second.close();
  });

  it('stops where it stands when the disk is full, shows nothing that is not written, and goes on later', async () => {
    const worker = fileURLToPath(new URL('full-disk-worker.ts', import.meta.url));
    // A limit on the size of files stands in for a full disk: writes fail just the same.
    const child = spawn('bash', ['-c', `ulimit -f 64; exec "$0" "$@"`, process.execPath, worker, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (data: Buffer) => (text += data.toString()));
    await once(child, 'close');
    const { refusal, again, ended, running } = JSON.parse(text) as {
      readonly [name in 'refusal' | 'again' | 'running']: string;
    } & { readonly ended: readonly string[] };
    const second = new StepFunctionsEngine({ dataFolder: folder, tasks: { work: () => null } });
    const kept = await Promise.all(
      ended.map(async (executionArn) => (await second.describeExecution({ executionArn })).status),
    );
    const resumed = await second.waitForExecution(running);
    await second.close();
    const journal = join(folder, 'journal.ndjson');
    const message = `the journal "${journal}" cannot be written: EFBIG: file too large, write; make room on the disk and open the folder again: what was running goes on from there`;
    expect([refusal, again, ended.length > 0, new Set(kept), resumed.status]).toStrictEqual([
      message,
      message,
      true,
      new Set(['SUCCEEDED']),
      'SUCCEEDED',
    ]);
  });

  it('lets nobody wait for ever when it is closed', async () => {
    const engine = new StepFunctionsEngine({ dataFolder: folder });
    const definition = JSON.stringify(single({ Type: 'Wait', Seconds: 1000 }));
    const { stateMachineArn } = await engine.createStateMachine({ name: 'waits', definition, roleArn: ROLE });
    const { executionArn = '' } = await engine.startExecution({ stateMachineArn });
    const waiting = expect(engine.waitForExecution(executionArn)).rejects.toThrow(
      `the engine was closed before the execution "${executionArn}" ended`,
    );
    await engine.close();
    await waiting;
  });

  it('leaves a Map Run running when it is closed, and goes on with it', async () => {
    const open = (milliseconds: number): StepFunctionsEngine =>
      new StepFunctionsEngine({ dataFolder: folder, clock: createVirtualClock(milliseconds) });
    const wait = { Type: 'Wait', Timestamp: '1970-01-02T00:00:00Z', End: true };
    const ItemProcessor = { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'Wait', States: { Wait: wait } };
    const definition = JSON.stringify(single({ Type: 'Map', Items: [1, 2, 3], MaxConcurrency: 2, ItemProcessor }));
    const first = new StepFunctionsEngine({
      dataFolder: folder,
      clock: { ...createVirtualClock(), at: () => ({ cancel: () => undefined }) },
    });
    const { stateMachineArn } = await first.createStateMachine({ name: 'map', definition, roleArn: ROLE });
    const { executionArn = '' } = await first.startExecution({ stateMachineArn });
    await new Promise((resolve) => setImmediate(resolve));
    // Something is still to be written while the engine closes, so that what the close itself recorded would be too.
    await Promise.all([first.startExecution({ stateMachineArn, name: 'other' }), first.close()]);
    const read = async (engine: StepFunctionsEngine): Promise<unknown> => {
      const { mapRuns = [] } = await engine.listMapRuns({ executionArn });
      const { status, executionCounts } = await engine.describeMapRun({ mapRunArn: mapRuns[0]?.mapRunArn });
      return [status, executionCounts?.running, executionCounts?.pending, executionCounts?.succeeded];
    };
    const second = open(0);
    const before = await read(second);
    await second.waitForExecution(executionArn);
    expect([before, await read(second)]).toStrictEqual([
      ['RUNNING', 2, 1, 0],
      ['SUCCEEDED', 0, 0, 3],
    ]);
    await second.close();
  });

  it('waits for the disk when told to, and keeps the same', async () => {
    const first = new StepFunctionsEngine({ dataFolder: folder, fsync: true });
    const definition = JSON.stringify(single({ Type: 'Pass', Output: 'kept' }));
    const { stateMachineArn } = await first.createStateMachine({ name: 'synced', definition, roleArn: ROLE });
    const { executionArn = '' } = await first.startExecution({ stateMachineArn });
    await first.waitForExecution(executionArn);
    await first.close();
    const second = new StepFunctionsEngine({ dataFolder: folder, fsync: true });
    expect((await second.describeExecution({ executionArn })).output).toBe('"kept"');
    await second.close();
  });

  it('is refused to a process of the same number in another container, and free when its owner is killed', async () => {
    const hold = `new (await import(process.argv[1])).StepFunctionsEngine({ dataFolder: process.argv[2] }); console.log('held'); setInterval(() => 0, 1000);`;
    const module = fileURLToPath(new URL('../../engine/index.ts', import.meta.url));
    const child = spawn(process.execPath, ['--input-type=module', '-e', hold, module, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    // Two containers number their processes alike.
    writeFileSync(join(folder, 'owner'), `${process.pid} other-container`);
    expect(() => new StepFunctionsEngine({ dataFolder: folder })).toThrow(
      `the data folder "${folder}" is in use by process ${process.pid} on other-container; stop that process, or choose another folder`,
    );
    child.kill('SIGKILL');
    await once(child, 'close');
    await new StepFunctionsEngine({ dataFolder: folder }).close();
  });

  it('is refused to a second process while the first lives', async () => {
    const first = new StepFunctionsEngine({ dataFolder: folder });
    expect(() => new StepFunctionsEngine({ dataFolder: folder })).toThrow(
      `the data folder "${folder}" is in use by process ${process.pid}; stop that process, or choose another folder`,
    );
    await first.close();
    await new StepFunctionsEngine({ dataFolder: folder }).close();
  });
});
