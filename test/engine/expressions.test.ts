import { test } from '@fast-check/vitest';
import fc from 'fast-check';
import jsonata from 'jsonata';
import { afterEach, describe, expect, it } from 'vitest';
import { compileExpression } from '../../engine/expression/compile-expression.ts';
import { plainJson } from '../../engine/expression/plain-json.ts';
import { StepFunctionsEngine, type Json } from '../../engine/index.ts';
import { runDefinition, single, type Finished } from './run-definition.ts';

const engines: StepFunctionsEngine[] = [];

const run = async (...given: Parameters<typeof runDefinition>): Promise<Finished> => {
  const finished = await runDefinition(...given);
  engines.push(finished.engine);
  return finished;
};

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});

const evaluate = async (expression: string, input: Json = {}): Promise<Finished> =>
  run(single({ Type: 'Pass', Output: `{% ${expression} %}` }), input);

describe('Step Functions functions in JSONata', () => {
  it.each<[string, Json]>([
    ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
    ['$range(1, 7, 3)', [1, 4, 7]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['$range(1, 1, 1)', 1],
    ['$hash("input data", "SHA-1")', 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    ['$parse("{\\"a\\":[1]}")', { a: [1] }],
    ['$random(7) = $random(7)', true],
    ['$match($uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/).match != ""', true],
    ['$uuid() != $uuid()', true],
    ['$millis()', 0],
    ['$now()', '1970-01-01T00:00:00.000Z'],
    ['$now("[Y0001]")', '1970'],
    ['[$states.input.list[$ > 1]]', [2, 3]],
    ['$states.input.list[$ > 2]', 3],
    ['{"a": null}', { a: null }],
  ])('%s gives %o', async (expression, expected) => {
    expect((await evaluate(expression, { list: [1, 2, 3] })).output).toStrictEqual(expected);
  });

  it.each([
    [
      '$states.input.gone',
      "The JSONata expression '$states.input.gone' specified for the field 'Output' returned nothing (undefined).",
    ],
    [
      '1 + "a"',
      `The JSONata expression '1 + "a"' specified for the field 'Output' threw an error during evaluation. T2002: The right side of the "+" operator must evaluate to a number`,
    ],
    [
      '$sum',
      "The JSONata expression '$sum' specified for the field 'Output' returned an unsupported result type 'function'.",
    ],
  ])('%s fails and says so', async (expression, cause) => {
    const finished = await evaluate(expression);
    expect([finished.error, finished.cause]).toStrictEqual([
      'States.QueryEvaluationError',
      `An error occurred while executing the state 'Only' (entered at the event id #2). ${cause}`,
    ]);
  });

  it('ends an expression that never ends', async () => {
    const { engine, error, cause } = await run(
      single({ Type: 'Pass', Output: '{% ($f := function($n) { $f($n + 1) }; $f(0)) %}' }),
      {},
      {},
      { limits: { expressionMilliseconds: 50 } },
    );
    expect([
      error,
      cause?.includes('Expression evaluation timeout'),
      engine instanceof StepFunctionsEngine,
    ]).toStrictEqual(['States.QueryEvaluationError', true, true]);
  });
});

describe('the fast path', () => {
  const names = fc.constantFrom('a', 'b', 'c');
  const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<Json>(null, true, 0, 'x', '', []),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(names, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    ),
  })).value;

  test.prop([value, fc.array(names, { maxLength: 4 })], {
    seed: 1,
    numRuns: process.env['SLIPWAY_TEST_FULL'] === undefined ? 300 : 20_000,
  })('gives what JSONata gives', async (input, path) => {
    const source = ['$states', ...path].join('.');
    const bindings = { states: input };
    const fast = await compileExpression(source).evaluate(bindings, { now: 0, random: () => 0 }, 1000);
    const slow = (await jsonata(source).evaluate(undefined, bindings)) as unknown;
    expect(fast === undefined ? undefined : plainJson(fast)).toStrictEqual(
      slow === undefined ? undefined : plainJson(slow),
    );
  });
});
