import { describe, expect, it } from 'vitest';
import { checkDurations } from '../../estimate/check-durations.ts';
import type { Durations } from '../../estimate/durations.ts';
import { estimatePipeline } from '../../estimate/estimate-pipeline.ts';
import { compilePlan } from '../../statemachines/asl/compile-plan.ts';
import { mostHistoryEvents, serviceLimits } from '../../statemachines/asl/limits.ts';
import { compilePipeline } from '../../statemachines/compile.ts';
import { fixtureCases } from '../statemachines/fixture-cases.ts';
import { chain, compiledGraph, numbers } from './compiled-graph.ts';

const bill = (stepFunctions: number, lambda: number, s3: number, dynamodb: number) => ({
  stepFunctions,
  lambda,
  s3,
  dynamodb,
  total: Math.round((stepFunctions + lambda + s3 + dynamodb) * 1e12) / 1e12,
});

describe('estimatePipeline', () => {
  it('sums up what two nodes take', async () => {
    const compiled = compiledGraph(chain(2));
    const { estimate } = await estimatePipeline(compiled, { n0: 60, n1: 2.0005 });
    // 60 s of 1 GB, with six looks at the stop flag; 2.001 s as Lambda bills them; 0.1 s of 512 MB for the run's end.
    const nodes = {
      n0: bill(0.000025, 0.001000202, 0.0000054, 0.000002625),
      n1: bill(0.000025, 0.000033550067, 0.0000054, 0.000001875),
    };
    expect(estimate).toEqual({
      pipeline: 'random',
      makespanSeconds: 62.0005,
      criticalPathSeconds: 62.0005,
      criticalPath: [
        { node: 'n0', trial: [] },
        { node: 'n1', trial: [] },
      ],
      transitions: 3,
      historyEvents: 17,
      historyEventsInAll: 17,
      definitionBytes: new TextEncoder().encode(compiled.machines[0]?.asl).length,
      rendezvous: 0,
      barriers: 0,
      dollars: {
        ...bill(0.000075, 0.001034785402, 0.0000108, 0.0000045),
        region: 'us-east-1',
        pricesOf: '2026-11-28',
        nodes,
        orchestration: bill(0.000025, 0.000001033335, 0, 0),
      },
      nodes: [
        { node: 'n0', executions: 1, startSeconds: 0, endSeconds: 60, workSeconds: 60 },
        { node: 'n1', executions: 1, startSeconds: 60, endSeconds: 62.0005, workSeconds: 2.0005 },
      ],
      warnings: [],
    });
  });

  it('counts every state that a sweep enters, and the histories of its children', async () => {
    const sweep = { axes: [{ size: 1, targets: [0] }] };
    const inline = await estimatePipeline(compiledGraph(sweep, { parameters: { axis0: numbers(40) } }));
    // The Map, its trials, the check for failures, finish-run.
    expect(inline.estimate).toMatchObject({ transitions: 43, historyEvents: 293, historyEventsInAll: 293 });
    const distributed = await estimatePipeline(compiledGraph(sweep, { parameters: { axis0: numbers(400) } }));
    expect(distributed.estimate).toMatchObject({
      transitions: 403,
      historyEvents: 15,
      historyEventsInAll: 15 + 400 * 7,
      makespanSeconds: 4,
      criticalPathSeconds: 1,
      nodes: [{ node: 'n0', executions: 400, startSeconds: 0, endSeconds: 4, workSeconds: 400 }],
    });
    // The items, which the Map reads from S3.
    expect(distributed.estimate.dollars.orchestration.s3).toBe(0.0000004);
  });

  it('counts the rendezvous of what does not nest, and what they cost', async () => {
    const n = compiledGraph({ size: 4, edges: [[0, 2], [1, 2], [1, 3]] }); // prettier-ignore
    const { estimate } = await estimatePipeline(n, { n0: 3, n1: 1, n2: 1, n3: 5 });
    const { rendezvous, barriers, makespanSeconds, criticalPathSeconds, criticalPath, dollars } = estimate;
    expect({ rendezvous, barriers, makespanSeconds, criticalPathSeconds, criticalPath }).toEqual({
      rendezvous: 1,
      barriers: 0,
      makespanSeconds: 6,
      criticalPathSeconds: 6,
      criticalPath: [
        { node: 'n1', trial: [] },
        { node: 'n3', trial: [] },
      ],
    });
    // The wait's write and the signal's, of which one is refused or finds a token.
    expect(dollars.orchestration.dynamodb).toBe(0.00000125);
  });

  it('says what keeps the run from being so', async () => {
    const { estimate } = await estimatePipeline(compiledGraph(chain(2)), { n0: 100_000 });
    expect(estimate.warnings).toEqual([
      'the run would be stopped by its time limit of 86400 s ("timeout" of the pipeline)',
    ]);
    const slow = await estimatePipeline(compiledGraph(chain(2)), { n1: 901 });
    expect(slow.estimate.warnings).toEqual([
      'an attempt of "n1" ends after 900 s ("timeout" of its step), but takes 901 s here',
    ]);
  });
});

describe('what stands around a pipeline', () => {
  const estimated = async (text: string, durations: Durations) => {
    const { value } = compilePipeline(text, 'valohai.yaml');
    if (value === undefined) throw new Error('it does not compile');
    return (await estimatePipeline(value, durations)).estimate;
  };

  it('is in the critical path: nodes of "finally" behind all others', async () => {
    const text = `
- step: { name: s, handler: "s.ts#s", parameters: [{ name: x, type: integer, default: 1 }] }
- task: { name: t, step: s, parameters: [{ name: x, style: multiple, rules: { items: [1, 2, 3] } }] }
- pipeline:
    name: p
    finally: [alarm, bye]
    nodes:
      - { name: a, type: execution, step: s }
      - { name: b, type: task, task: t }
      - { name: alone, type: execution, step: s }
      - { name: alarm, type: execution, step: s }
      - { name: bye, type: execution, step: s }
    edges: [[a.dependency.*, b.dependency.*], [alarm.dependency.*, bye.dependency.*]]
`;
    const estimate = await estimated(text, { a: 3, b: [1, 7, 2], alone: 9, alarm: 4, bye: 1 });
    expect([estimate.makespanSeconds, estimate.criticalPathSeconds]).toEqual([15, 15]);
    expect(estimate.criticalPath).toEqual([
      { node: 'a', trial: [] },
      { node: 'b', trial: [1] },
      { node: 'alarm', trial: [] },
      { node: 'bye', trial: [] },
    ]);
    expect((await estimated(text, { alone: 50 })).criticalPath.map(({ node }) => node)).toEqual([
      'alone',
      'alarm',
      'bye',
    ]);
  });

  it('waits for a person as long as is told', async () => {
    const { text } = fixtureCases('compiled').find(({ name }) => name === 'approvals') ?? { text: '' };
    const estimate = await estimated(text, { train: 10, approve: 3600, deploy: 5 });
    expect([estimate.makespanSeconds, estimate.criticalPathSeconds]).toEqual([3615, 3615]);
    expect(estimate.nodes.map(({ node, executions }) => [node, executions])).toEqual([
      ['train', 1],
      ['approve', 1],
      ['deploy', 1],
    ]);
  });

  it('may be several machines, at the same critical path', async () => {
    const shape = { size: 24, edges: numbers(22).flatMap((index) => [[index, index + 2], ...(index % 2 === 0 ? [[index, index + 1]] : [])] as const as readonly (readonly [number, number])[]) }; // prettier-ignore
    const { plan } = compiledGraph(shape);
    const { value } = compilePlan(plan, { ...serviceLimits, definitionBytes: 20_000 });
    if (value === undefined) throw new Error('it does not compile');
    expect(value.machines.length).toBeGreaterThan(1);
    const durations = Object.fromEntries(plan.nodes.map(({ node }, index) => [node, 1 + ((index * 7) % 13)]));
    const { estimate } = await estimatePipeline(value, durations);
    expect(estimate.makespanSeconds).toBe(estimate.criticalPathSeconds);
    expect(estimate.definitionBytes).toBeLessThanOrEqual(20_000);
    expect(estimate.nodes.every(({ executions }) => executions === 1)).toBe(true);
  });
});

describe('a list that only a run knows', () => {
  const { text } = fixtureCases('compiled').find(({ name }) => name === 'list-at-run-time') ?? { text: '' };
  const { value: compiled } = compilePipeline(text, 'valohai.yaml');
  if (compiled === undefined) throw new Error('it does not compile');

  it('is taken to have one value, which is said', async () => {
    const { estimate } = await estimatePipeline(compiled);
    expect(estimate.nodes.map(({ node, executions }) => [node, executions])).toEqual([
      ['find', 2],
      ['train', 4],
      ['report', 1],
    ]);
    expect(estimate.warnings).toEqual([
      'the trials of "train" come of metadata "seasons" of "find", which only a run knows: one value each is assumed; give a list of durations, one a trial',
    ]);
  });

  it('has as many as it has durations, in each sweep around it the same number', async () => {
    const durations = { train: [1, 2, 3, 4, 5, 6] };
    const { estimate } = await estimatePipeline(compiled, durations);
    expect(estimate.nodes.find(({ node }) => node === 'train')).toMatchObject({ executions: 6, workSeconds: 21 });
    expect([estimate.makespanSeconds, estimate.criticalPathSeconds]).toEqual([8, 8]);
    expect(estimate.warnings).toEqual([]);
    expect(checkDurations(durations, compiled.plan)).toEqual({ kind: 'sound', durations });
    expect(checkDurations({ train: [1, 2, 3] }, compiled.plan)).toEqual({
      kind: 'faulty',
      faults: [
        '"train" has a list of 3 durations; give one for each trial that is assumed, the same number for each of its 2 sweeps',
      ],
    });
  });
});

describe('every pipeline compiled here', () => {
  for (const { name, text, options } of fixtureCases('compiled')) {
    it(`takes no less than its critical path: ${name}`, async () => {
      const { value: compiled } = compilePipeline(text, 'valohai.yaml', options);
      if (compiled === undefined) throw new Error(`${name} does not compile`);
      const { estimate, run } = await estimatePipeline(compiled);
      expect(run.status).toBe('SUCCEEDED');
      expect(estimate.criticalPathSeconds).toBeLessThanOrEqual(estimate.makespanSeconds);
      expect(estimate.historyEvents).toBeLessThanOrEqual(mostHistoryEvents(compiled.plan));
      expect(estimate.dollars.total).toBeGreaterThan(0);
    });
  }
});

describe('checkDurations', () => {
  const { plan } = compiledGraph({ ...chain(2), axes: [{ size: 3, targets: [1] }] });
  const faults = (value: unknown) => {
    const checked = checkDurations(value, plan);
    return checked.kind === 'faulty' ? checked.faults : checked.durations;
  };

  it('takes seconds by node, and one a trial', () => {
    expect(faults({ n0: 0, n1: [1, 2.5, 3] })).toEqual({ n0: 0, n1: [1, 2.5, 3] });
    expect(faults({})).toEqual({});
  });

  it('says everything that does not fit', () => {
    expect(faults([1])).toEqual(['durations are a JSON object of seconds by node, such as {"train": 60}']);
    expect(faults({ n3: 1, n0: [1], n1: [1, 2] })).toEqual([
      'there is no node "n3"; did you mean "n0" or "n1"?',
      '"n0" runs once, but has a list of 1 durations; give one number',
      '"n1" has 3 trials, but a list of 2 durations; give one a trial, in trial order',
    ]);
    expect(faults({ n0: -1, n1: [1, '2', 3] })).toEqual([
      'the duration of "n0" is -1; seconds are a number from 0 up, or a list of one for each trial',
      'the duration of trial 1 of "n1" is "2"; seconds are a number from 0 up, or a list of one for each trial',
    ]);
  });
});
