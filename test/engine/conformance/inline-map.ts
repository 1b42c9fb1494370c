import type { Json } from '../../../engine/index.ts';
import { entered, event, exited, failed, started, succeeded, type ExpectedEvent } from './event.ts';
import { proved, type Case, type FeatureGroup } from './feature.ts';
import { oneState } from './one-state.ts';

type Language = 'JSONPath' | 'JSONata';

const ITEM = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } };

/** Iterations one after another, the first of whose events has this id: each follows the last state of the one before. */
const oneByOne = (name: string, first: number, inputs: readonly Json[]): readonly ExpectedEvent[] =>
  inputs.flatMap((input, index) => [
    event('MapIterationStarted', { name, index }, index === 0 ? first - 1 : first + 4 * index - 2),
    entered('Pass', 'I', input),
    exited('Pass', 'I', input),
    event('MapIterationSucceeded', { name, index }),
  ]);

interface Mapped {
  readonly input?: Json;
  /** What the iterations get, and give; the Map's output unless told. */
  readonly items: readonly Json[];
  readonly output?: Json;
}

/** A Map that hands its items through, one at a time. */
const maps = (
  language: Language,
  name: string,
  fields: object,
  { input = {}, items, output = items }: Mapped,
): Case => {
  const last = 3 + 4 * items.length;
  return {
    name,
    definition: {
      ...(language === 'JSONata' ? { QueryLanguage: language } : {}),
      StartAt: 'M',
      States: { M: { Type: 'Map', MaxConcurrency: 1, ItemProcessor: ITEM, ...fields, End: true } },
    },
    input,
    expected: {
      output,
      history: [
        started(input),
        entered('Map', 'M', input),
        event('MapStateStarted', { length: items.length }),
        ...oneByOne('M', 4, items),
        event('MapStateSucceeded'),
        exited('Map', 'M', output, { previousEventId: last }),
        succeeded(output),
      ],
    },
  };
};

const path = oneState('JSONPath');
const expression = oneState('JSONata');

const RUNTIME = 'States.Runtime';
const QUERY = 'States.QueryEvaluationError';

const failing = (at: number): object => ({
  StartAt: 'C',
  States: {
    C: { Type: 'Choice', Choices: [{ Condition: `{% $states.input = ${at} %}`, Next: 'F' }], Default: 'I' },
    F: { Type: 'Fail', Error: 'E', Cause: 'why' },
    I: { Type: 'Pass', End: true },
  },
});

const chosenIteration = (index: number, started: number): readonly ExpectedEvent[] => [
  event('MapIterationStarted', { name: 'M', index }, started),
  entered('Choice', 'C', index),
  exited('Choice', 'C', index),
  entered('Pass', 'I', index),
  exited('Pass', 'I', index),
  event('MapIterationSucceeded', { name: 'M', index }),
];

export const inlineMap: FeatureGroup = {
  title: 'Inline Map',
  features: [
    proved('Items', [
      maps('JSONPath', 'the input', {}, { input: [1, 'a', null], items: [1, 'a', null] }),
      maps(
        'JSONPath',
        'ItemsPath',
        { ItemsPath: '$.in.list' },
        { input: { in: { list: [[1], {}] } }, items: [[1], {}] },
      ),
      maps(
        'JSONPath',
        'ItemsPath in what InputPath leaves',
        { InputPath: '$.in', ItemsPath: '$.list' },
        {
          input: { in: { list: [1] } },
          items: [1],
        },
      ),
      maps(
        'JSONPath',
        'ItemsPath into the context',
        { ItemsPath: '$$.Execution.Input.x' },
        { input: { x: [5] }, items: [5] },
      ),
      maps('JSONPath', 'an empty list', {}, { input: [], items: [] }),
      maps('JSONata', 'the input', {}, { input: [1, 2], items: [1, 2] }),
      maps(
        'JSONata',
        'Items as an expression',
        { Items: '{% $states.input.list %}' },
        { input: { list: [3, 4] }, items: [3, 4] },
      ),
      maps('JSONata', 'Items as a list', { Items: [1, '{% $states.input %}', 'x'] }, { input: 9, items: [1, 9, 'x'] }),
      maps('JSONata', 'an empty list', { Items: [] }, { items: [] }),
      maps(
        'JSONata',
        'the entries of an object',
        { Items: '{% $states.input %}' },
        {
          input: { a: 1, b: [2] },
          items: [
            { Key: 'a', Value: 1 },
            { Key: 'b', Value: [2] },
          ],
        },
      ),
      path.fails(
        'an object in JSONPath',
        { Type: 'Map', ItemProcessor: ITEM, ItemsPath: '$.o' },
        RUNTIME,
        'Reference path "$.o" must point to array.',
        {
          input: { o: {} },
        },
      ),
      path.fails(
        'the input, which is no list',
        { Type: 'Map', ItemProcessor: ITEM },
        RUNTIME,
        'Reference path "$" must point to array.',
      ),
      path.fails(
        'a path that leads nowhere',
        { Type: 'Map', ItemProcessor: ITEM, ItemsPath: '$.gone' },
        RUNTIME,
        `The JSONPath '$.gone' specified for the field 'ItemsPath' could not be found in the input '{}'`,
      ),
      ...(
        [
          ['a number', '5', 'number', '5'],
          ['a text', '"x"', 'string', '"x"'],
          ['true', 'true', 'boolean', 'true'],
          ['null', 'null', 'null', 'null'],
        ] as const
      ).map(([name, text, type, value]) =>
        expression.fails(
          `${name} in JSONata`,
          { Type: 'Map', ItemProcessor: ITEM, Items: `{% ${text} %}` },
          QUERY,
          `The JSONata expression '${text}' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was '${type}' for value: ${value}`,
          { location: 'Items', then: [event('MapStateFailed')] },
        ),
      ),
    ]),
    proved('ItemSelector', [
      maps(
        'JSONPath',
        'of the input and the context',
        {
          ItemsPath: '$.list',
          ItemSelector: { 'k.$': '$.k', 'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value' },
        },
        {
          input: { k: 'x', list: ['a', 'b'] },
          items: [
            { k: 'x', i: 0, v: 'a' },
            { k: 'x', i: 1, v: 'b' },
          ],
        },
      ),
      maps(
        'JSONPath',
        'of an intrinsic function',
        {
          ItemSelector: { 'n.$': "States.Format('{}-{}', $$.Map.Item.Index, $$.Map.Item.Value.a)" },
        },
        { input: [{ a: 1 }], items: [{ n: '0-1' }] },
      ),
      maps(
        'JSONPath',
        'by its old name, Parameters',
        { Parameters: { 'v.$': '$$.Map.Item.Value' } },
        {
          input: [7],
          items: [{ v: 7 }],
        },
      ),
      maps(
        'JSONata',
        'of the input and the context',
        {
          Items: '{% $states.input.list %}',
          ItemSelector: {
            k: '{% $states.input.k %}',
            i: '{% $states.context.Map.Item.Index %}',
            v: '{% $states.context.Map.Item.Value %}',
          },
        },
        { input: { k: 'x', list: [5] }, items: [{ k: 'x', i: 0, v: 5 }] },
      ),
      maps(
        'JSONata',
        'as one expression',
        { ItemSelector: '{% $states.context.Map.Item.Value * 2 %}' },
        {
          input: [1, 2],
          items: [2, 4],
        },
      ),
    ]),
    proved('Output', [
      maps(
        'JSONPath',
        'ResultSelector',
        { ResultSelector: { 'first.$': '$[0]', 'all.$': '$' } },
        {
          input: [1, 2],
          items: [1, 2],
          output: { first: 1, all: [1, 2] },
        },
      ),
      maps(
        'JSONPath',
        'ResultPath',
        { ItemsPath: '$.l', ResultPath: '$.r' },
        {
          input: { l: [1] },
          items: [1],
          output: { l: [1], r: [1] },
        },
      ),
      maps('JSONPath', 'OutputPath', { OutputPath: '$[1]' }, { input: [1, 2], items: [1, 2], output: 2 }),
      maps('JSONata', 'Output', { Output: '{% $sum($states.result) %}' }, { input: [1, 2], items: [1, 2], output: 3 }),
      maps(
        'JSONPath',
        'by its old name, Iterator',
        { ItemProcessor: undefined, Iterator: ITEM },
        { input: [1], items: [1] },
      ),
      maps(
        'JSONPath',
        'Mode INLINE',
        { ItemProcessor: { ...ITEM, ProcessorConfig: { Mode: 'INLINE' } } },
        {
          input: [1],
          items: [1],
        },
      ),
    ]),
    proved('MaxConcurrency', [
      maps(
        'JSONPath',
        'MaxConcurrencyPath',
        { MaxConcurrency: undefined, MaxConcurrencyPath: '$.m', ItemsPath: '$.l' },
        {
          input: { m: 1, l: [1, 2] },
          items: [1, 2],
        },
      ),
      maps(
        'JSONata',
        'as an expression',
        { MaxConcurrency: '{% $states.input.m %}', Items: '{% $states.input.l %}' },
        {
          input: { m: 1, l: [1, 2] },
          items: [1, 2],
        },
      ),
      path.fails(
        'of a text',
        { Type: 'Map', ItemProcessor: ITEM, ItemsPath: '$.l', MaxConcurrencyPath: '$.m' },
        RUNTIME,
        'The MaxConcurrencyPath field refers to value "many" which is not a valid integer: $.m',
        { input: { m: 'many', l: [] } },
      ),
      path.fails(
        'below 0',
        { Type: 'Map', ItemProcessor: ITEM, ItemsPath: '$.l', MaxConcurrencyPath: '$.m' },
        RUNTIME,
        "Expected non-negative integer for MaxConcurrency, got '-1' instead.",
        { input: { m: -1, l: [] } },
      ),
      {
        name: 'lets so many iterations run at once',
        definition: {
          QueryLanguage: 'JSONata',
          StartAt: 'M',
          States: {
            M: {
              Type: 'Map',
              MaxConcurrency: 2,
              ItemProcessor: {
                StartAt: 'W',
                States: { W: { Type: 'Wait', Seconds: '{% $states.input %}', End: true } },
              },
              End: true,
            },
          },
        },
        input: [1, 3, 1],
        expected: {
          output: [1, 3, 1],
          seconds: 3,
          history: [
            started([1, 3, 1]),
            entered('Map', 'M', [1, 3, 1]),
            event('MapStateStarted', { length: 3 }),
            event('MapIterationStarted', { name: 'M', index: 0 }, 3),
            event('MapIterationStarted', { name: 'M', index: 1 }, 3),
            entered('Wait', 'W', 1, 4),
            entered('Wait', 'W', 3, 5),
            exited('Wait', 'W', 1, { previousEventId: 6 }),
            event('MapIterationSucceeded', { name: 'M', index: 0 }, 8),
            event('MapIterationStarted', { name: 'M', index: 2 }, 8),
            entered('Wait', 'W', 1, 10),
            exited('Wait', 'W', 1, { previousEventId: 11 }),
            event('MapIterationSucceeded', { name: 'M', index: 2 }, 12),
            exited('Wait', 'W', 3, { previousEventId: 7 }),
            event('MapIterationSucceeded', { name: 'M', index: 1 }, 14),
            event('MapStateSucceeded', undefined, 15),
            exited('Map', 'M', [1, 3, 1], { previousEventId: 15 }),
            succeeded([1, 3, 1]),
          ],
        },
      },
    ]),
    proved('An iteration that fails', [
      {
        name: 'fails the Map with its own error, and starts no other',
        definition: {
          QueryLanguage: 'JSONata',
          StartAt: 'M',
          States: { M: { Type: 'Map', MaxConcurrency: 1, ItemProcessor: failing(1), End: true } },
        },
        input: [0, 1, 2],
        expected: {
          error: 'E',
          cause: 'why',
          history: [
            started([0, 1, 2]),
            entered('Map', 'M', [0, 1, 2]),
            event('MapStateStarted', { length: 3 }),
            ...chosenIteration(0, 3),
            event('MapIterationStarted', { name: 'M', index: 1 }, 8),
            entered('Choice', 'C', 1),
            exited('Choice', 'C', 1),
            entered('Fail', 'F', 1),
            event('MapIterationFailed', { name: 'M', index: 1 }),
            event('MapStateFailed', undefined, 13),
            failed({ error: 'E', cause: 'why' }),
          ],
        },
      },
      {
        name: 'is caught by its own error',
        definition: {
          QueryLanguage: 'JSONata',
          StartAt: 'M',
          States: {
            M: {
              Type: 'Map',
              ItemProcessor: failing(0),
              Catch: [{ ErrorEquals: ['E'], Output: '{% $states.errorOutput.Cause %}', Next: 'A' }],
              Next: 'A',
            },
            A: { Type: 'Succeed' },
          },
        },
        input: [0],
        expected: {
          output: 'why',
          history: [
            started([0]),
            entered('Map', 'M', [0]),
            event('MapStateStarted', { length: 1 }),
            event('MapIterationStarted', { name: 'M', index: 0 }),
            entered('Choice', 'C', 0),
            exited('Choice', 'C', 0),
            entered('Fail', 'F', 0),
            event('MapIterationFailed', { name: 'M', index: 0 }),
            event('MapStateFailed', undefined, 7),
            exited('Map', 'M', 'why'),
            entered('Succeed', 'A', 'why'),
            exited('Succeed', 'A', 'why'),
            succeeded('why'),
          ],
        },
      },
      {
        name: 'is retried with all the others, after another MapStateStarted',
        definition: {
          QueryLanguage: 'JSONata',
          StartAt: 'M',
          States: {
            M: {
              Type: 'Map',
              ItemProcessor: { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'E' } } },
              Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1, IntervalSeconds: 3 }],
              End: true,
            },
          },
        },
        input: [0],
        expected: {
          error: 'E',
          seconds: 3,
          history: [
            started([0]),
            entered('Map', 'M', [0]),
            event('MapStateStarted', { length: 1 }),
            event('MapIterationStarted', { name: 'M', index: 0 }),
            entered('Fail', 'F', 0),
            event('MapIterationFailed', { name: 'M', index: 0 }),
            event('MapStateStarted', { length: 1 }, 5),
            event('MapIterationStarted', { name: 'M', index: 0 }),
            entered('Fail', 'F', 0),
            event('MapIterationFailed', { name: 'M', index: 0 }),
            event('MapStateFailed', undefined, 9),
            failed({ error: 'E' }),
          ],
        },
      },
    ]),
    proved('Maps in Maps', [
      {
        name: 'see the item of the inner Map',
        definition: {
          QueryLanguage: 'JSONata',
          StartAt: 'M',
          States: {
            M: {
              Type: 'Map',
              ItemProcessor: {
                StartAt: 'N',
                States: {
                  N: {
                    Type: 'Map',
                    ItemSelector: '{% $states.context.Map.Item.Value * 10 %}',
                    ItemProcessor: ITEM,
                    End: true,
                  },
                },
              },
              End: true,
            },
          },
        },
        input: [[1]],
        expected: {
          output: [[10]],
          history: [
            started([[1]]),
            entered('Map', 'M', [[1]]),
            event('MapStateStarted', { length: 1 }),
            event('MapIterationStarted', { name: 'M', index: 0 }),
            entered('Map', 'N', [1]),
            event('MapStateStarted', { length: 1 }),
            ...oneByOne('N', 7, [10]),
            event('MapStateSucceeded'),
            exited('Map', 'N', [10], { previousEventId: 10 }),
            event('MapIterationSucceeded', { name: 'M', index: 0 }),
            event('MapStateSucceeded'),
            exited('Map', 'M', [[10]], { previousEventId: 13 }),
            succeeded([[10]]),
          ],
        },
      },
    ]),
  ],
};
