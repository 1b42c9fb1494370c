import { afterEach, describe, expect, it } from 'vitest';
import type { Json, StepFunctionsEngine } from '../../engine/index.ts';
import { INVOKE, runDefinition, type Finished } from './run-definition.ts';

const engines: StepFunctionsEngine[] = [];

const run = async (...given: Parameters<typeof runDefinition>): Promise<Finished> => {
  const finished = await runDefinition(...given);
  engines.push(finished.engine);
  return finished;
};

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});

const only = (state: object): object => ({ StartAt: 'Only', States: { Only: { ...state, End: true } } });

describe('JSONPath data flow', () => {
  it('applies InputPath, Parameters, ResultSelector, ResultPath and OutputPath in turn', async () => {
    const state = {
      Type: 'Task',
      Resource: INVOKE,
      InputPath: '$.in',
      Parameters: { FunctionName: 'work', Payload: { 'n.$': '$.n', 'who.$': '$$.State.Name', fixed: [1] } },
      ResultSelector: { 'got.$': '$.Payload' },
      ResultPath: '$.out.result',
      OutputPath: '$.out',
    };
    const { output } = await run(
      only(state),
      { in: { n: 5 }, keep: 1 },
      { work: ({ arguments: given }) => (given as { Payload: Json }).Payload },
    );
    expect(output).toStrictEqual({ result: { got: { n: 5, who: 'Only', fixed: [1] } } });
  });

  it.each<[string, object, Json, Json]>([
    ['a result that is false', { Type: 'Pass', Result: false }, {}, false],
    ['ResultPath null', { Type: 'Pass', Result: 1, ResultPath: null }, { a: 1 }, { a: 1 }],
    ['InputPath null', { Type: 'Pass', InputPath: null }, { a: 1 }, {}],
    ['OutputPath null', { Type: 'Pass', OutputPath: null }, { a: 1 }, {}],
    [
      'a filter',
      { Type: 'Pass', InputPath: '$.list[?(@.n > 1 && @.s == "b")].n' },
      { list: [{ n: 1 }, { n: 2, s: 'a' }, { n: 3, s: 'b' }] },
      [3],
    ],
    ['a slice', { Type: 'Pass', InputPath: '$.list[1:3]' }, { list: [0, 1, 2, 3] }, [1, 2]],
    ['descendants', { Type: 'Pass', InputPath: '$..n' }, { a: { n: 1 }, n: 2 }, [2, 1]],
    ['a name in brackets', { Type: 'Pass', InputPath: "$['a b'][-1]" }, { 'a b': [1, 2] }, 2],
  ])('takes %s', async (_name, state, input, expected) => {
    expect((await run(only(state), input)).output).toStrictEqual(expected);
  });

  it('fails for a path that leads nowhere', async () => {
    const { error, cause } = await run(only({ Type: 'Pass', Parameters: { 'x.$': '$.gone' } }), { a: 1 });
    expect({ error, cause }).toStrictEqual({
      error: 'States.Runtime',
      cause: `An error occurred while executing the state 'Only' (entered at the event id #2). The JSONPath '$.gone' specified for the field 'x.$' could not be found in the input '{"a":1}'`,
    });
  });

  it('assigns variables that later states read', async () => {
    const { output } = await run(
      {
        StartAt: 'Set',
        States: {
          Set: { Type: 'Pass', Assign: { 'x.$': '$.a', y: 2 }, Next: 'Use' },
          Use: { Type: 'Pass', Parameters: { 'sum.$': 'States.MathAdd($x, $y)' }, End: true },
        },
      },
      { a: 40 },
    );
    expect(output).toStrictEqual({ sum: 42 });
  });

  it('maps with ItemsPath and ItemSelector, and catches with ResultPath', async () => {
    const { output } = await run(
      {
        StartAt: 'Map',
        States: {
          Map: {
            Type: 'Map',
            ItemsPath: '$.list',
            ItemSelector: {
              'i.$': '$$.Map.Item.Index',
              'v.$': '$$.Map.Item.Value',
              'all.$': 'States.ArrayLength($.list)',
            },
            ItemProcessor: { StartAt: 'Each', States: { Each: { Type: 'Pass', End: true } } },
            ResultPath: '$.done',
            Next: 'Bad',
          },
          Bad: {
            Type: 'Parallel',
            Branches: [
              {
                StartAt: 'Fail',
                States: { Fail: { Type: 'Fail', Error: 'E', CausePath: "States.Format('{} items', $.done[0].all)" } },
              },
            ],
            Catch: [{ ErrorEquals: ['E'], ResultPath: '$.error', Next: 'End' }],
            End: true,
          },
          End: { Type: 'Succeed' },
        },
      },
      { list: ['a'] },
    );
    expect(output).toStrictEqual({
      list: ['a'],
      done: [{ i: 0, v: 'a', all: 1 }],
      error: { Error: 'E', Cause: '1 items' },
    });
  });

  it('takes a JSONata state inside', async () => {
    const { output } = await run(
      only({ Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $states.input.a * 2 %}' }),
      { a: 4 },
    );
    expect(output).toBe(8);
  });
});

describe('JSONPath Choice', () => {
  it.each<[object, Json, boolean]>([
    [{ Variable: '$.a', StringEquals: 'x' }, { a: 'x' }, true],
    [{ Variable: '$.a', StringEquals: 'x' }, { a: 1 }, false],
    [{ Variable: '$.a', StringMatches: 'log-*.txt' }, { a: 'log-1.txt' }, true],
    [{ Variable: '$.a', StringMatches: 'a\\*' }, { a: 'ab' }, false],
    [{ Variable: '$.a', NumericGreaterThanEqualsPath: '$.b' }, { a: 2, b: 2 }, true],
    [{ Variable: '$.a', BooleanEquals: true }, { a: true }, true],
    [{ Variable: '$.a', TimestampLessThan: '2026-01-01T01:00:00+02:00' }, { a: '2025-12-31T22:59:59Z' }, true],
    [{ Variable: '$.a', IsPresent: false }, {}, true],
    [{ Variable: '$.a', IsNull: true }, { a: null }, true],
    [{ Variable: '$.a', IsTimestamp: true }, { a: '2026-01-01' }, false],
    [{ Not: { Variable: '$.a', IsNumeric: true } }, { a: 'x' }, true],
    [
      {
        And: [
          { Variable: '$.a', NumericLessThan: 5 },
          {
            Or: [
              { Variable: '$.a', NumericEquals: 1 },
              { Variable: '$.a', NumericEquals: 2 },
            ],
          },
        ],
      },
      { a: 2 },
      true,
    ],
  ])('%o of %o is %s', async (rule, input, expected) => {
    const { output } = await run(
      {
        StartAt: 'Which',
        States: {
          Which: { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' },
          Yes: { Type: 'Pass', Result: true, End: true },
          No: { Type: 'Pass', Result: false, End: true },
        },
      },
      input,
    );
    expect(output).toBe(expected);
  });
});

describe('intrinsic functions', () => {
  it.each<[string, Json]>([
    [`States.Format('Hi {}, it\\'s {}', $.s, $.n)`, "Hi text, it's 3"],
    [`States.Array('a', 1, $.list, null, true)`, ['a', 1, [1, 2, 2], null, true]],
    ['States.ArrayPartition($.list, 2)', [[1, 2], [2]]],
    ['States.ArrayContains($.list, 2)', true],
    ['States.ArrayRange(1, 9, 3)', [1, 4, 7]],
    ['States.ArrayGetItem($.list, 1)', 2],
    ['States.ArrayLength(States.ArrayUnique($.list))', 2],
    ['States.Base64Decode(States.Base64Encode($.s))', 'text'],
    [`States.Hash('input data', 'SHA-1')`, 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    [
      `States.JsonMerge(States.StringToJson('{"a":{"x":1}}'), States.StringToJson('{"a":{"y":2}}'), false)`,
      { a: { y: 2 } },
    ],
    ['States.JsonToString($.list)', '[1,2,2]'],
    ['States.MathAdd($.n, -1)', 2],
    [`States.StringSplit('1.2;3', '.;')`, ['1', '2', '3']],
  ])('%s gives %o', async (call, expected) => {
    const { output } = await run(only({ Type: 'Pass', Parameters: { 'x.$': call } }), {
      s: 'text',
      n: 3,
      list: [1, 2, 2],
    });
    expect(output).toStrictEqual({ x: expected });
  });

  it('fails with States.IntrinsicFailure for a function that cannot use its arguments', async () => {
    expect((await run(only({ Type: 'Pass', Parameters: { 'x.$': 'States.ArrayLength(1)' } }))).error).toBe(
      'States.IntrinsicFailure',
    );
  });
});
