import { test } from '@fast-check/vitest';
import fc from 'fast-check';
import jsonata from 'jsonata';
import { afterEach, describe, expect, it } from 'vitest';
import { compileExpression } from '../../engine/expression/compile-expression.ts';
import { UNDECIDED } from '../../engine/expression/direct-evaluation.ts';
import { plainJson } from '../../engine/expression/plain-json.ts';
import { StepFunctionsEngine, type Json } from '../../engine/index.ts';
import { ROLE, runDefinition, single, type Finished } from './run-definition.ts';

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

  it('ends expressions that never end, without stopping other executions', async () => {
    const endless = [
      '($f := function($n) { $f($n + 1) }; $f(0))',
      '($f := function($n) { 1 + $f($n + 1) }; $f(0))',
      '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /^(a+)+$/)',
      '$count($states.input.($states.input.($states.input.($states.input.a))))',
      '$length($pad("x", 1000000000))',
      '$reduce([1..60], function($a, $b) { [$a, $a] }, 1)',
    ];
    const engine = new StepFunctionsEngine({ limits: { expressionMilliseconds: 1_500 } });
    engines.push(engine);
    const start = async (name: string, expression: string, input: Json): Promise<string> => {
      const definition = JSON.stringify(single({ Type: 'Pass', Output: `{% ${expression} %}` }));
      const { stateMachineArn } = await engine.createStateMachine({ name, definition, roleArn: ROLE });
      return (await engine.startExecution({ stateMachineArn, input: JSON.stringify(input) })).executionArn ?? '';
    };
    const input = Array.from({ length: 3_000 }, (_, a) => ({ a }));
    const arns = await Promise.all(endless.map((expression, index) => start(`e${index}`, expression, input)));
    const other = await start('other', '$count($states.input[a > 1])', [{ a: 2 }]);
    const { output } = await engine.waitForExecution(other);
    const meanwhile = await Promise.all(arns.map((executionArn) => engine.describeExecution({ executionArn })));
    const ends = await Promise.all(arns.map((executionArn) => engine.waitForExecution(executionArn)));
    expect(output).toBe('1');
    expect(meanwhile.map(({ status }) => status)).toStrictEqual(endless.map(() => 'RUNNING'));
    for (const { error, cause } of ends) {
      expect(error).toBe('States.QueryEvaluationError');
      expect(cause).toMatch(/evaluation timeout|memory limit exceeded|Invalid string length/);
    }
  }, 60_000);

  it('lets any expression be evaluated elsewhere, with the same moment and its own random numbers', async () => {
    const expression = `($one := function($x) { $x & "!" }; [$map(["a", "b"], $one), $uuid() = $uuid(), $millis(), $parse("{}")])`;
    const first = await evaluate(expression);
    expect([first.output, (await evaluate(expression)).output]).toStrictEqual([
      ['a!', 'b!', false, 0, {}],
      ['a!', 'b!', false, 0, {}],
    ]);
    const failures = await Promise.all(
      [
        '($f := function() { 1 }; $f)',
        '($f := function() { $gone }; $f())',
        '($f := function() { 1 + "a" }; $f())',
      ].map(async (source) => (await evaluate(source)).cause?.replace(/^.*Output' /, '')),
    );
    expect(failures).toStrictEqual([
      `returned an unsupported result type 'function'.`,
      'returned nothing (undefined).',
      'threw an error during evaluation. T2002: The right side of the "+" operator must evaluate to a number',
    ]);
  });
});

describe('direct evaluation', () => {
  const names = fc.constantFrom('a', 'b', 'c');
  const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<Json>(null, true, false, 0, 1, -2.5, 'x', '', '1', []),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(names, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    ),
  })).value;
  const path = fc.array(names, { maxLength: 3 }).map((steps) => ['$states', ...steps].join('.'));
  const operators = fc.constantFrom(
    ...['+', '-', '*', '/', '%', '=', '!=', '<', '<=', '>', '>=', '&', 'and', 'or'].map((name) => ` ${name} `),
  );
  const source: fc.Arbitrary<string> = fc.letrec<{ source: string }>((tie) => ({
    source: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      path,
      fc.constantFrom('1', '-3', '0.5', '"x"', '""', 'true', 'false', 'null'),
      fc.tuple(tie('source'), operators, tie('source')).map((parts) => `(${parts.join('')})`),
      fc.tuple(tie('source'), tie('source'), tie('source')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      fc.tuple(names, tie('source'), names, tie('source')).map(([k, a, l, b]) => `{"${k}": ${a}, "${l}": ${b}}`),
      fc.array(tie('source'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    ),
  })).source;

  test.prop([value, source], {
    seed: 1,
    numRuns: process.env['SLIPWAY_TEST_FULL'] === undefined ? 1_000 : 50_000,
  })('gives what JSONata gives', async (input, expression) => {
    const bindings = { states: input };
    const direct = compileExpression(expression).direct(bindings);
    if (direct === UNDECIDED) return;
    expect(direct).toStrictEqual(plainJson(await jsonata(expression).evaluate(undefined, bindings)));
  });

  it('decides many expressions', () => {
    const samples = fc.sample(fc.tuple(value, source), { seed: 1, numRuns: 500 });
    const decided = samples.filter(
      ([states, expression]) => compileExpression(expression).direct({ states }) !== UNDECIDED,
    );
    expect(decided.length).toBeGreaterThan(100);
  });
});
