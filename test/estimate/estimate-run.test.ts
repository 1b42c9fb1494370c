import { describe, expect, it } from 'vitest';
import { estimateRun } from '../../estimate/run/estimate-run.ts';
import type { EstimatedExecution } from '../../estimate/run/estimated-run.ts';
import { chain, compiledGraph, numbers } from './compiled-graph.ts';

const shown = (executions: readonly EstimatedExecution[]): readonly string[] =>
  executions.map(({ node, trial, startSeconds, endSeconds }) =>
    [node, ...(trial.length === 0 ? [] : [JSON.stringify(trial)]), `${startSeconds}-${endSeconds}`].join(' '),
  );

describe('estimateRun', () => {
  it('takes the seconds given, one second where none are', async () => {
    const compiled = compiledGraph({ size: 4, edges: [[0, 1], [0, 2], [1, 3], [2, 3]] }); // prettier-ignore
    const run = await estimateRun(compiled, { n0: 2.5, n1: 10, n2: 0.25 });
    expect({ ...run, executions: shown(run.executions) }).toMatchObject({
      status: 'SUCCEEDED',
      makespanSeconds: 13.5,
      executions: ['n0 0-2.5', 'n1 2.5-12.5', 'n2 2.5-2.75', 'n3 12.5-13.5'],
    });
  });

  it('gives each trial of an Inline Map its own seconds', async () => {
    const compiled = compiledGraph({ ...chain(2), axes: [{ size: 3, targets: [0] }] });
    const run = await estimateRun(compiled, { n0: [3, 1, 2], n1: 4 });
    expect(shown(run.executions)).toEqual([
      'n0 [0] 0-3',
      'n0 [1] 0-1',
      'n0 [2] 0-2',
      'n1 [1] 1-5',
      'n1 [2] 2-6',
      'n1 [0] 3-7',
    ]);
    expect(run.makespanSeconds).toBe(7);
  });

  it('reads the trials of a Distributed Map as the machine would, and keeps to its concurrency', async () => {
    const compiled = compiledGraph({ axes: [{ size: 1, targets: [0] }] }, { parameters: { axis0: numbers(250) } });
    const run = await estimateRun(compiled, { n0: numbers(250).map((index) => (index === 0 ? 7 : 2)) });
    expect(run.executions).toHaveLength(250);
    expect(run.makespanSeconds).toBe(7);
    expect(run.executions.filter(({ startSeconds }) => startSeconds === 0)).toHaveLength(100);
    expect(run.executions.filter(({ startSeconds }) => startSeconds === 2)).toHaveLength(99);
  });

  it('works on the trials of a batch one after the other', async () => {
    const compiled = compiledGraph(
      { axes: [{ size: 1, targets: [0] }] },
      {
        parameters: { axis0: numbers(45) },
        change: (graph) => (graph.sweep ? { ...graph, sweep: { ...graph.sweep, batchSize: 10 } } : graph),
      },
    );
    const run = await estimateRun(compiled, { n0: 3 });
    expect(run.makespanSeconds).toBe(30);
    expect(shown(run.executions).slice(0, 6)).toEqual(numbers(5).map((batch) => `n0 [${batch * 10}] 0-3`).concat('n0 [1] 3-6')); // prettier-ignore
    expect(run.executions.at(-1)).toEqual({ node: 'n0', trial: [39], startSeconds: 27, endSeconds: 30 });
  });

  it('takes a sweep of any length', async () => {
    // The most that a pipeline may have; their histories would not fit into memory together.
    const trials = process.env['SLIPWAY_TEST_FULL'] === undefined ? 500 : 100_000;
    const compiled = compiledGraph({ axes: [{ size: 1, targets: [0] }] }, { parameters: { axis0: numbers(trials) } });
    const { makespanSeconds, tally } = await estimateRun(compiled, { n0: 3 });
    expect({ makespanSeconds, events: tally.historyEvents, transitions: tally.transitions }).toEqual({
      makespanSeconds: (trials / 100) * 3,
      events: { largest: 15, total: trials * 7 + 15 },
      transitions: trials + 3,
    });
  });

  it('says that the run would meet its deadline', async () => {
    const run = await estimateRun(compiledGraph(chain(2)), { n0: 50_000, n1: 50_000 });
    expect(run).toMatchObject({ status: 'TIMED_OUT', makespanSeconds: 86_400 });
    expect(shown(run.executions)).toEqual(['n0 0-50000']);
  });

  it('counts the same every time where many wait for each other', async () => {
    const edges = numbers(40).flatMap((index) => [[(index * 7) % (index + 1), index + 1] as const, [(index * 3) % (index + 1), index + 1] as const]); // prettier-ignore
    const compiled = compiledGraph({ size: 41, edges });
    const runs = [await estimateRun(compiled), await estimateRun(compiled), await estimateRun(compiled)];
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).toEqual(runs[0]);
    expect(runs[0]?.tally.requests.dynamodbWrites).toBeGreaterThan(10);
  });

  it('gives the same run every time', async () => {
    const compiled = compiledGraph({ ...chain(5), axes: [{ size: 3, targets: [1] }, { size: 2, targets: [3] }] }); // prettier-ignore
    expect(await estimateRun(compiled, { n1: 3, n3: 0.1 })).toEqual(await estimateRun(compiled, { n1: 3, n3: 0.1 }));
  });
});
