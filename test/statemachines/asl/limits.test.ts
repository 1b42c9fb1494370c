import { describe, expect, it } from 'vitest';
import { compilePlan } from '../../../statemachines/asl/compile-plan.ts';
import { mostHistoryEvents, serviceLimits } from '../../../statemachines/asl/limits.ts';
import { compilePipeline } from '../../../statemachines/compile.ts';
import type { ExecutionPlan, PlanBlock } from '../../../statemachines/plan/execution-plan.ts';
import { planPipeline } from '../../../statemachines/plan/plan-pipeline.ts';
import { compiledOf, textOf } from '../failures/define.ts';
import type { RandomShape } from '../random-graph.ts';
import { graphOf } from '../random-graph.ts';

function planned(shape: Partial<RandomShape>, parameters: Record<string, number[]> = {}): ExecutionPlan {
  const graph = graphOf({ size: 1, edges: [], axes: [], gathers: [], ...shape });
  const { value, diagnostics } = planPipeline(graph, { definitionHash: 'hash', parameters, inputs: {} });
  if (value === undefined) throw new Error(JSON.stringify(diagnostics));
  return value;
}

const chain = (size: number) => ({
  size,
  edges: Array.from({ length: size - 1 }, (_, index) => [index, index + 1] as const),
});
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

function mapsOf(block: PlanBlock): readonly string[] {
  switch (block.kind) {
    case 'series':
    case 'parallel':
      return block.blocks.flatMap(mapsOf);
    case 'map':
      return [`${block.axis} ${block.mode}`, ...mapsOf(block.body)];
    default:
      return [];
  }
}

describe('chooseMapModes', () => {
  const nested = {
    ...chain(2),
    axes: [
      { size: 1, targets: [0] },
      { size: 1, targets: [1] },
    ],
    gathers: [],
  };

  it('keeps 40 trials in the history and moves 41 out of it', () => {
    expect(mapsOf(planned(nested, { axis0: numbers(40), axis1: numbers(20) }).structure)).toEqual([
      'axis0 inline',
      'axis1 inline',
    ]);
    expect(mapsOf(planned(nested, { axis0: numbers(41), axis1: numbers(20) }).structure)).toEqual([
      'axis0 distributed',
      'axis1 inline',
    ]);
    expect(mapsOf(planned(nested, { axis0: numbers(2), axis1: numbers(41) }).structure)).toEqual([
      'axis0 inline',
      'axis1 distributed',
    ]);
  });

  it('moves a sweep of few trials out where its nodes would fill the history', () => {
    const wide = { ...chain(60), axes: [{ size: 1, targets: [0] }] };
    expect(mapsOf(planned(wide, { axis0: numbers(10) }).structure)).toEqual(['axis0 inline']);
    expect(mapsOf(planned(wide, { axis0: numbers(40) }).structure)).toEqual(['axis0 distributed']);
  });

  it('moves one out where the conditions of its nodes would', () => {
    const names = numbers(30).map((index) => `n${index}`);
    const conditional = (depends: (before: string) => string) => ({
      nodes: Object.fromEntries(
        names.map((name, index) => [name, index === 0 ? {} : { depends: depends(names[index - 1] ?? '') }]),
      ),
      fields: { parameters: [{ name: 'p', targets: ['n0.parameter.value'] }], sweep: { p: numbers(40) } },
    });
    expect(mapsOf(compiledOf(conditional((before) => before)).plan.structure)).toEqual(['p inline']);
    expect(mapsOf(compiledOf(conditional((before) => `${before}.Failed`)).plan.structure)).toEqual(['p distributed']);
  });
});

describe('checkLimits', () => {
  it('takes a chain of 500 nodes below 1000 bytes a node', () => {
    const { value, diagnostics } = compilePlan(planned(chain(500)));
    expect(diagnostics).toEqual([]);
    expect((value?.machines[0]?.asl.length ?? Infinity) / 500).toBeLessThan(1000);
  });

  it('makes several machines of what would have more than 900 kB, and more than 20,000 events', () => {
    const { value, diagnostics } = compilePlan(planned(chain(4500)));
    expect(diagnostics).toEqual([]);
    const parts = ['part-1', 'part-2', 'part-3', 'part-4', 'part-5'];
    expect(value?.machines.map(({ name }) => name).sort()).toEqual(['main', ...parts]);
    for (const { asl } of value?.machines ?? []) expect(asl.length).toBeLessThanOrEqual(900_000);
    expect(value && mostHistoryEvents(value.plan)).toBeLessThanOrEqual(20_000);
  });

  it('refuses a node that by itself writes more events than a history holds', () => {
    const pipeline = { nodes: { a: {}, b: {} }, edges: ['a > b'], retry: { attempts: 6700, interval: 1 } };
    expect(compilePipeline(textOf(pipeline), 'valohai.yaml').diagnostics).toEqual([
      {
        code: 'SL4002',
        severity: 'error',
        message:
          'an execution of "p" may write 20117 history events, however the pipeline is split; at most 20000 are allowed',
        hint: 'lower the retries of the node that needs most',
      },
    ]);
  });

  it('refuses a node that no machine holds', () => {
    const { diagnostics } = compilePlan(planned(chain(3)), { ...serviceLimits, definitionBytes: 1500 });
    expect(diagnostics).toMatchObject([{ code: 'SL4001' }]);
  });

  it('refuses state data of more than 32 KiB', () => {
    const plan = planned({});
    const axis = {
      id: 'x'.repeat(40_000),
      origin: 'pipeline',
      points: [],
      onChildError: 'continue-and-error',
      concurrency: 1,
      batchSize: 1,
    } as const;
    expect(compilePlan({ ...plan, axes: [axis] }).diagnostics).toEqual([
      {
        code: 'SL4003',
        severity: 'error',
        message: 'the state data of "random" would have 66056 bytes; at most 32768 are allowed',
        hint: 'the names of its 1 sweeps are too long or too many',
      },
    ]);
  });
});

describe('fates', () => {
  it('are refused where the trials of a sweep would answer more of them than Step Functions takes', () => {
    const sweep = (trials: number) => ({
      nodes: { a: {}, b: {}, noA: { gather: true, depends: 'a.Failed' }, noB: { gather: true, depends: 'b.Failed' } },
      fields: {
        parameters: [{ name: 'p', targets: ['a.parameter.value', 'b.parameter.value'] }],
        sweep: { p: numbers(trials) },
      },
      edges: ['a > b'],
    });
    const codesOf = (trials: number) =>
      compilePipeline(textOf(sweep(trials)), 'valohai.yaml').diagnostics.map(({ code, message }) => ({
        code,
        message,
      }));
    expect(codesOf(5000)).toEqual([]);
    expect(codesOf(90_000)).toEqual([
      {
        code: 'SL4004',
        message: 'the 90000 trials over "p" would answer 270000 bytes of fates; at most 240000 are allowed',
      },
    ]);
  });
});
