import type { Json } from '../../../engine/index.ts';
import { entered, event, exited, failed, started, succeeded, type ExpectedEvent } from './event.ts';
import { proved, type Case, type Feature } from './feature.ts';

const RUN = { mapRunArn: 'arn:aws:states:us-east-1:000000000000:mapRun:machine/L:*' };
const THRESHOLD = {
  error: 'States.ExceedToleratedFailureThreshold',
  cause: 'The specified tolerated failure threshold was exceeded',
};

const machine = (fields: object, work: object): object => ({
  QueryLanguage: 'JSONata',
  StartAt: 'M',
  States: {
    M: {
      Type: 'Map',
      Label: 'L',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'I',
        States: { I: work, ...('Default' in work ? { F: { Type: 'Fail', Error: 'E' }, P: { Type: 'Succeed' } } : {}) },
      },
      ...fields,
      End: true,
    },
  },
});

const PASS = { Type: 'Pass', End: true };

const child = (input: Json): readonly ExpectedEvent[] => [
  started(input),
  entered('Pass', 'I', input),
  exited('Pass', 'I', input),
  succeeded(input),
];

interface Mapped {
  readonly input?: Json;
  readonly length: number;
  readonly children: readonly Json[];
  readonly output?: Json;
}

const maps = (name: string, fields: object, { input = {}, length, children, output = children }: Mapped): Case => ({
  name,
  definition: machine(fields, PASS),
  input,
  expected: {
    output,
    children: children.map(child),
    history: [
      started(input),
      entered('Map', 'M', input),
      event('MapStateStarted', { length }),
      event('MapRunStarted', RUN),
      event('MapRunSucceeded'),
      event('MapStateSucceeded'),
      exited('Map', 'M', output, { previousEventId: 4 }),
      succeeded(output),
    ],
  },
});

/** Children that fail for items of 0. */
const SOME_FAIL = { Type: 'Choice', Choices: [{ Condition: '{% $states.input = 0 %}', Next: 'F' }], Default: 'P' };

const tolerates = (name: string, fields: object, items: readonly number[], output = 'done'): Case => ({
  name,
  definition: machine({ Items: items, Output: 'done', ...fields }, SOME_FAIL),
  expected: {
    output,
    history: [
      started(),
      entered('Map', 'M', {}),
      event('MapStateStarted', { length: items.length }),
      event('MapRunStarted', RUN),
      event('MapRunSucceeded'),
      event('MapStateSucceeded'),
      exited('Map', 'M', output, { previousEventId: 4 }),
      succeeded(output),
    ],
  },
});

const exceeds = (name: string, fields: object, items: readonly number[]): Case => ({
  name,
  definition: machine({ Items: items, ...fields }, SOME_FAIL),
  expected: {
    ...THRESHOLD,
    history: [
      started(),
      entered('Map', 'M', {}),
      event('MapStateStarted', { length: items.length }),
      event('MapRunStarted', RUN),
      event('MapRunFailed', THRESHOLD),
      event('MapStateFailed'),
      failed(THRESHOLD),
    ],
  },
});

export const mapRuns: readonly Feature[] = [
  proved('Events of a Map Run, and of its children', [
    maps('an item each', { Items: [1, 'a', null] }, { length: 3, children: [1, 'a', null] }),
    maps('the input', {}, { input: [7], length: 1, children: [7] }),
    maps('no items', { Items: [] }, { length: 0, children: [] }),
    maps(
      'ItemSelector',
      {
        Items: [5],
        ItemSelector: { i: '{% $states.context.Map.Item.Index %}', v: '{% $states.context.Map.Item.Value %}' },
      },
      {
        length: 1,
        children: [{ i: 0, v: 5 }],
      },
    ),
    maps(
      'ItemBatcher',
      { Items: [1, 2, 3], ItemBatcher: { MaxItemsPerBatch: 2 } },
      {
        length: 3,
        children: [{ Items: [1, 2] }, { Items: [3] }],
      },
    ),
    maps(
      'ItemBatcher with BatchInput',
      { Items: [1], ItemBatcher: { MaxItemsPerBatch: 5, BatchInput: { k: '{% $states.input.k %}' } } },
      {
        input: { k: 'x' },
        length: 1,
        children: [{ BatchInput: { k: 'x' }, Items: [1] }],
      },
    ),
    maps(
      'Output of the results',
      { Items: [1, 2], Output: '{% $sum($states.result) %}' },
      { length: 2, children: [1, 2], output: 3 },
    ),
    maps('one at a time', { Items: [1, 2], MaxConcurrency: 1 }, { length: 2, children: [1, 2] }),
  ]),
  proved('Failures that are tolerated', [
    tolerates('as many as ToleratedFailureCount', { ToleratedFailureCount: 1 }, [0, 1, 2]),
    tolerates('as an expression', { ToleratedFailureCount: '{% 1 + 1 %}' }, [0, 0, 2]),
    tolerates('as much as ToleratedFailurePercentage', { ToleratedFailurePercentage: 50 }, [0, 1]),
    tolerates('the percentage as an expression', { ToleratedFailurePercentage: '{% 100 %}' }, [0, 0, 1]),
    exceeds('none by default', {}, [0]),
    exceeds('more than the count', { ToleratedFailureCount: 1 }, [0, 0, 1]),
    exceeds('more than the percentage', { ToleratedFailurePercentage: 30 }, [0, 1]),
  ]),
];
