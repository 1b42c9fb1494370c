import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StepEvent } from '../../../../statemachines/asl/compiled-pipeline.ts';
import type { NodePlan } from '../../../../statemachines/plan/execution-plan.ts';
import { lambdaContext, type RuntimeHarness, startHarness } from './runtime-harness.ts';

let harness: RuntimeHarness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

const parameter = (name: string) =>
  ({
    name,
    type: 'float',
    multiple: false,
    optional: false,
    source: { kind: 'axis', axis: 'train', key: name },
  }) as const;

/** Of each trial: its score, and how long it takes. */
function search(points: readonly { readonly value: number; readonly seconds: number }[]): Partial<NodePlan> {
  const axis = {
    id: 'train',
    origin: 'node',
    onChildError: 'continue-and-error',
    concurrency: 100,
    batchSize: 1,
  } as const;
  return {
    kind: 'sweep',
    axes: [{ ...axis, points }],
    parameters: [parameter('value'), parameter('seconds')],
    stopCondition: {
      text: 'score >= 3 and parameter.seconds < 10',
      names: {
        score: [{ kind: 'own-metadata', key: 'score' }],
        'parameter.seconds': [{ kind: 'own-parameter', parameter: 'seconds' }],
      },
    },
  };
}

const met = (by: string) => `the stop condition "score >= 3 and parameter.seconds < 10" was met by "${by}"`;

async function fatesOf(first: StepEvent, count: number) {
  const fates = [];
  for (let index = 0; index < count; index += 1) {
    const execution = await harness.executionOf({ ...first, trial: [index] });
    fates.push([execution?.status, execution?.reason]);
  }
  return fates;
}

describe('a trial that meets the stop condition of its sweep', () => {
  it('keeps later trials from beginning', async () => {
    const event = await harness.plan(
      search([
        { value: 1, seconds: 0 },
        { value: 4, seconds: 0 },
        { value: 9, seconds: 0 },
      ]),
      { trial: [0] },
    );
    const step = harness.step('searcher');
    for (const trial of [[0], [1], [2]]) await step({ ...event, trial }, lambdaContext());
    expect(await fatesOf(event, 3)).toEqual([
      ['succeeded', undefined],
      ['succeeded', undefined],
      ['stopped', met('train.1')],
    ]);
    // A redelivery changes nothing, and is no error.
    for (const trial of [[1], [2]]) await step({ ...event, trial }, lambdaContext());
    expect((await fatesOf(event, 3)).map(([status]) => status)).toEqual(['succeeded', 'succeeded', 'stopped']);
  });

  it('ends those at work, and itself goes on to its end', async () => {
    const event = await harness.plan(
      search([
        { value: 3, seconds: 1 },
        { value: 99, seconds: 60 },
      ]),
      { trial: [0] },
    );
    // Steps of one environment come one after the other.
    const other = harness.step('searcher', { limits: { maxOldGenerationSizeMb: 64 } });
    const began = Date.now();
    await Promise.all([
      harness.step('searcher')(event, lambdaContext()),
      other({ ...event, trial: [1] }, lambdaContext()),
    ]);
    expect(Date.now() - began).toBeLessThan(30_000);
    expect(await fatesOf(event, 2)).toEqual([
      ['succeeded', undefined],
      ['stopped', met('train.0')],
    ]);
  });

  it('concerns its own sweep alone', async () => {
    const points = [{ value: 3, seconds: 0 }];
    const { axes = [], ...plan } = search(points);
    const outer = { ...axes[0], id: 'outer', origin: 'pipeline', points: [{}, {}] } as NodePlan['axes'][number];
    const event = await harness.plan({ ...plan, axes: [outer, ...axes] }, { trial: [0, 0] });
    const step = harness.step('searcher');
    await step(event, lambdaContext());
    await step({ ...event, trial: [1, 0] }, lambdaContext());
    expect((await harness.executionOf({ ...event, trial: [1, 0] }))?.status).toBe('succeeded');
    expect(await harness.stores.sweeps.list(event)).toMatchObject([
      { trial: [0], stop: { by: 'train.0.0' } },
      { trial: [1], stop: { by: 'train.1.0' } },
    ]);
  });
});
