import { describe, expect, it } from 'vitest';
import { compilePipeline } from '../../../statemachines/compile.ts';
import { type Act, runPipeline } from './run-pipeline.ts';
import { fatesOf } from './define.ts';

interface Written {
  readonly task?: Readonly<Record<string, unknown>>;
  readonly pipeline?: Readonly<Record<string, unknown>>;
  readonly find?: Readonly<Record<string, unknown>>;
  readonly train?: Readonly<Record<string, unknown>>;
  readonly edges?: readonly (readonly [string, string])[];
}

/** `find` prints a list, `train` is a task over it, `report` gathers. */
function definition({ task = {}, pipeline = {}, find = {}, train = {}, edges = [] }: Written): string {
  const parameters = [
    { name: 'file', type: 'string', optional: true },
    { name: 'rate', type: 'float', optional: true },
  ];
  const one = { name: 'rate', style: 'multiple', rules: { items: [1] } };
  return JSON.stringify([
    { step: { name: 'work', handler: 'steps.ts#work', parameters } },
    { task: { name: 'trials', step: 'work', parameters: [one], ...task } },
    {
      pipeline: {
        name: 'p',
        ...pipeline,
        nodes: [
          { name: 'find', type: 'execution', step: 'work', ...find },
          {
            name: 'train',
            type: 'task',
            ...(Object.keys(task).length === 0 ? { step: 'work' } : { task: 'trials' }),
            ...train,
          },
          { name: 'report', type: 'execution', step: 'work' },
        ],
        edges: [
          ['find.metadata.files', 'train.parameter.file'],
          ...edges,
          ['train.dependency.*', 'report.dependency.*'],
        ],
      },
    },
  ]);
}

async function run(written: Written, acts: Readonly<Record<string, Act>>) {
  const { value, diagnostics } = compilePipeline(definition(written), 'valohai.yaml', { parameters: {}, inputs: {} });
  if (value === undefined) throw new Error(JSON.stringify(diagnostics));
  return runPipeline(value, { acts: (execution, node) => acts[execution] ?? acts[node] });
}

const found = (files: unknown): Act => ({ metadata: { files } });
const ofTrain = ({ executions }: Awaited<ReturnType<typeof run>>) =>
  executions
    .filter(({ node }) => node === 'train')
    .map(({ executionId, status, reason }) => [executionId, status, reason]);

describe('a list that arrives by a metadata edge', () => {
  it('makes a trial a value, all at the same time, before what gathers them', async () => {
    const ended = await run({}, { find: found(['a', 'b', 'c']) });
    expect(fatesOf(ended)).toBe('find succeeded, train succeeded, report succeeded: succeeded');
    expect([...ended.starts]).toEqual([
      ['find', 0],
      ['train.0', 1],
      ['train.1', 1],
      ['train.2', 1],
      ['report', 2],
    ]);
    expect(ended.run.nodes.find(({ node }) => node === 'train')?.summary).toMatchObject({
      total: 3,
      counts: { succeeded: 3 },
    });
  });

  it('is multiplied with what the task varies itself, and the same trial runs once', async () => {
    const rates = { parameters: [{ name: 'rate', style: 'multiple', rules: { items: [0.1, 0.2] } }] };
    const ended = await run({ task: rates }, { find: found(['a', 'b', 'a']) });
    expect(ended.starts.size).toBe(1 + 4 + 1);
  });

  it('may be empty: there are no trials, and those behind run', async () => {
    const ended = await run({}, { find: found([]) });
    expect(fatesOf(ended)).toBe('find succeeded, train skipped, report succeeded: succeeded');
    expect(ofTrain(ended)).toEqual([
      ['train.0', 'skipped', 'there are no trials: metadata "files" of node "find" is an empty list'],
    ]);
  });

  it.each([
    ['no list', found('a'), 'the trials of "train" come of metadata "files" of node "find", which is no list but "a"'],
    [
      'missing',
      { metadata: { other: 1 } },
      'the trials of "train" come of metadata "files" of node "find", which is missing; it printed "other"',
    ],
    [
      'of no values',
      found(['a', { b: 1 }]),
      'parameter "file" of node "train" wants a string, but value 1 of metadata "files" of node "find" is {"b":1}',
    ],
    [
      'too long',
      found(Array.from({ length: 100_001 }, (_, index) => index)),
      '"train" would have more than 100000 trials: metadata "files" of node "find" brought too many values',
    ],
  ] as const)('ends the node in an error where it is %s', async (_, act, reason) => {
    const ended = await run({}, { find: act });
    expect(fatesOf(ended)).toBe('find succeeded, train errored, report omitted: failed');
    expect(ofTrain(ended)).toEqual([['train.0', 'errored', reason]]);
    expect(ended.run.reason).toBe(`"train" ended in an error: train.0: ${reason}`);
  });

  it('is one value for all trials where the task varies something else', async () => {
    const rates = { parameters: [{ name: 'rate', style: 'multiple', rules: { items: [0.1, 0.2] } }] };
    const ended = await run({ task: rates }, { find: found('a') });
    expect([...ended.starts.keys()]).toEqual(['find', 'train.0', 'train.1', 'report']);
  });

  it('is the default of the parameter where its source was skipped', async () => {
    const find = { when: 'False' };
    const nothing = await run({ find }, {});
    expect(ofTrain(nothing)[0]?.[2]).toBe(
      'the trials of "train" come of metadata "files" of node "find", which did not run; give the parameter a default for that case',
    );
    const train = { override: { parameters: [{ name: 'file', default: 'z' }] } };
    const ended = await run({ find, train }, {});
    expect(fatesOf(ended)).toBe('find skipped, train succeeded, report succeeded: succeeded');
    expect([...ended.starts.keys()]).toEqual(['train.0', 'report']);
  });

  it('keeps the rules of the sweep', async () => {
    const acts = { find: found(['a', 'b', 'c']), 'train.1': 'failed' } as const;
    const value = { parameters: [{ name: 'rate', style: 'single', rules: { value: 1 } }] };
    const continues = await run({ task: value }, acts);
    expect(fatesOf(continues)).toBe('find succeeded, train failed, report omitted: failed');
    const completes = await run({ task: { ...value, 'on-child-error': 'continue-and-complete' } }, acts);
    expect(fatesOf(completes)).toBe('find succeeded, train succeeded, report succeeded: succeeded');
    const stops = await run(
      { task: { ...value, 'on-child-error': 'stop-all-and-error' }, train: { 'on-error': 'continue' } },
      acts,
    );
    expect(fatesOf(stops)).toBe('find succeeded, train failed, report succeeded: succeeded');
    const batches = await run({ task: { ...value, 'execution-batch-size': 2 } }, acts);
    expect(fatesOf(batches)).toBe('find succeeded, train failed, report omitted: failed');
    expect(batches.executions.filter(({ node }) => node === 'train')).toHaveLength(3);
  });

  it('has its own length in each trial of the sweep around it', async () => {
    const pipeline = {
      parameters: [{ name: 'x', targets: ['find.parameters.rate'], default: 1 }],
      sweep: { parameters: { x: [1, 2, 3] } },
    };
    const ended = await run({ pipeline }, { 'find.0': found(['a', 'b']), 'find.1': found([]), 'find.2': found(['c']) });
    expect(ended.run.status).toBe('succeeded');
    expect(ofTrain(ended).map(([id, status]) => `${id} ${status}`)).toEqual([
      'train.0.0 succeeded',
      'train.0.1 succeeded',
      'train.1.0 skipped',
      'train.2.0 succeeded',
    ]);
    expect(ended.run.nodes.find(({ node }) => node === 'train')?.summary?.total).toBe(4);
    // Nothing waits for the other branches' trials.
    const reports = [...ended.starts].filter(([id]) => id.startsWith('report'));
    expect(Object.fromEntries(reports)).toEqual({ 'report.0': 2, 'report.1': 1, 'report.2': 2 });
  });

  it('is gathered from the trials before it, in their order', async () => {
    const text = JSON.parse(definition({})) as { pipeline?: { nodes: unknown[]; edges: unknown[] } }[];
    const { pipeline } = text.at(-1) ?? {};
    pipeline?.nodes.push({ name: 'again', type: 'task', step: 'work' });
    pipeline?.edges.push(['train.metadata.files', 'again.parameter.file']);
    const { value } = compilePipeline(JSON.stringify(text), 'valohai.yaml', { parameters: {}, inputs: {} });
    if (value === undefined) throw new Error('no plan');
    const acts: Readonly<Record<string, Act>> = {
      find: found(['a', 'b']),
      'train.0': found(['x', 'y']),
      'train.1': found('z'),
    };
    const ended = await runPipeline(value, { acts: (execution) => acts[execution] });
    expect([...ended.starts.keys()].filter((id) => id.startsWith('again'))).toEqual(['again.0', 'again.1', 'again.2']);
  });
});
