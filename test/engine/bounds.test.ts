import { describe, expect, it } from 'vitest';
import { AWS_LIMITS, checkDefinition, createVirtualClock, StepFunctionsEngine, type Json } from '../../engine/index.ts';
import { ROLE, runDefinition, single } from './run-definition.ts';

const LEVELS = 100_000;
const deep = `${'['.repeat(LEVELS)}${']'.repeat(LEVELS)}`;

const inJsonPath = (state: object, next: object = {}): object => ({
  StartAt: 'Only',
  States: { Only: { End: true, ...state }, ...next },
});

const outcome = async (definition: object, input: Json = {}): Promise<unknown> => {
  const { status, output, error, engine } = await runDefinition(definition, input);
  await engine.close();
  return status === 'SUCCEEDED' ? output : error;
};

const matching = (text: string, StringMatches: string): Promise<unknown> =>
  outcome(
    inJsonPath(
      { Type: 'Choice', Choices: [{ Variable: '$', StringMatches, Next: 'Yes' }], Default: 'No', End: undefined },
      { Yes: { Type: 'Pass', Result: true, End: true }, No: { Type: 'Pass', Result: false, End: true } },
    ),
    text,
  );

describe('what would take for ever', () => {
  it.each<[string, string, boolean]>([
    ['abc', 'abc', true],
    ['abc', '*', true],
    ['', '*', true],
    ['', '**', true],
    ['abc', 'a*c', true],
    ['abc', 'a*b', false],
    ['aba', 'ab*ba', false],
    ['abcbd', 'a*b*d', true],
    ['a*b', String.raw`a\*b`, true],
    ['axb', String.raw`a\*b`, false],
    [String.raw`a\b`, String.raw`a\\b`, true],
    ['a.b', 'a?b', false],
    ['line\nnext', 'line*t', true],
    ['a'.repeat(50_000), `${'*a'.repeat(40)}*b`, false],
  ])('StringMatches: %.20s with %.20s', async (text, pattern, expected) => {
    expect(await matching(text, pattern)).toBe(expected);
  });

  it('is a path that matches more and more', async () => {
    let nested: Json = 1;
    for (let level = 0; level < 900; level++) nested = [nested];
    const state = { Type: 'Pass', Parameters: { 'all.$': '$..*..*..*..*' } };
    expect(await outcome(inJsonPath(state), nested)).toBe('States.Runtime');
  });

  it('is no search for what is unique', async () => {
    const items = Array.from({ length: 30_000 }, (_, index) => index);
    const state = { Type: 'Pass', Parameters: { 'count.$': 'States.ArrayLength(States.ArrayUnique($))' } };
    expect(await outcome(inJsonPath(state), items)).toStrictEqual({ count: 30_000 });
    const objects = [{ a: 1, b: [2] }, { b: [2], a: 1 }, { a: 1 }, '1', 1];
    const unique = { Type: 'Pass', Parameters: { 'all.$': 'States.ArrayUnique($)' } };
    expect(await outcome(inJsonPath(unique), objects)).toStrictEqual({ all: [{ a: 1, b: [2] }, { a: 1 }, '1', 1] });
  });
});

describe('what is nested a hundred thousand levels deep', () => {
  const engine = new StepFunctionsEngine({
    clock: createVirtualClock(),
    tasks: { deep: () => JSON.parse(deep) as Json },
  });

  it('is refused as input', async () => {
    const definition = JSON.stringify(single({ Type: 'Pass' }));
    const { stateMachineArn } = await engine.createStateMachine({ name: 'input', definition, roleArn: ROLE });
    await expect(engine.startExecution({ stateMachineArn, input: deep })).rejects.toThrow(
      `Invalid State Machine Execution Input: 'The input is nested more than 1000 levels deep'`,
    );
  });

  it('is refused as a definition', () => {
    const results = [
      `{"StartAt":"A","States":{"A":{"Type":"Pass","End":true,"Result":${deep}}}}`,
      `${'{"StartAt":"A","States":{"A":{"Type":"Parallel","End":true,"Branches":['.repeat(5_000)}1${']}}}'.repeat(5_000)}`,
    ].map((text) => checkDefinition(text, AWS_LIMITS.definitionBytes));
    expect(results.map((problems) => problems.length > 0)).toStrictEqual([true, true]);
  });

  it('fails a state that makes it', async () => {
    const results = await Promise.all(
      [
        single({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: 'deep' } }),
        single({ Type: 'Pass', Output: `{% $parse("${deep}") %}` }),
        inJsonPath({ Type: 'Pass', Parameters: { 'deep.$': `States.StringToJson('${deep}')` } }),
      ].map(async (state, index) => {
        const { stateMachineArn } = await engine.createStateMachine({
          name: `deep${index}`,
          definition: JSON.stringify(state),
          roleArn: ROLE,
        });
        const { executionArn = '' } = await engine.startExecution({ stateMachineArn });
        const { status, error } = await engine.waitForExecution(executionArn);
        return [status, error];
      }),
    );
    expect(results).toStrictEqual([
      ['FAILED', 'States.Runtime'],
      ['FAILED', 'States.QueryEvaluationError'],
      ['FAILED', 'States.Runtime'],
    ]);
    await engine.close();
  });
});
