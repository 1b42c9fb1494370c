import type { Json } from '../../../engine/index.ts';
import { chosen, leads } from './chosen.ts';
import { entered, event, failed, started } from './event.ts';
import { proved, type Case, type FeatureGroup } from './feature.ts';
import { locatedAt } from './one-state.ts';

const T = { Variable: '$.t', BooleanEquals: true };
const F = { Variable: '$.f', BooleanEquals: true };
const GONE = { Variable: '$.gone', BooleanEquals: true };
const INPUT = { t: true, f: false, n: 5, in: { x: 'y' } };

const combined = (name: string, rule: object, holds: boolean): Case => chosen(name, rule, INPUT, holds);

/** The Choice state itself fails. */
const refuses = (
  language: 'JSONPath' | 'JSONata',
  name: string,
  choice: object,
  error: string,
  why: string,
  location?: string,
): Case => {
  const cause = locatedAt('C', 2, why);
  return {
    name,
    definition: {
      ...(language === 'JSONata' ? { QueryLanguage: language } : {}),
      StartAt: 'C',
      States: { C: { Type: 'Choice', ...choice }, A: { Type: 'Succeed' } },
    },
    input: INPUT,
    expected: {
      error,
      cause,
      history: [
        started(INPUT),
        entered('Choice', 'C', INPUT),
        ...(location === undefined ? [] : [event('EvaluationFailed', { cause, error, location, state: 'C' })]),
        failed({ error, cause }),
      ],
    },
  };
};

const invalid = (path: string): string =>
  `Invalid path '${path}': The choice state's condition path references an invalid value.`;

const NOWHERE = 'Failed to transition out of the state. The state does not point to a next state.';

const condition = (name: string, expression: string | boolean, input: Json, next: string): Case =>
  leads('JSONata', name, { Choices: [{ Condition: expression, Next: 'A' }], Default: 'B' }, input, { next });

export const choiceState: FeatureGroup = {
  title: 'Choice',
  features: [
    proved('And, Or, Not', [
      combined('And of two that hold', { And: [T, { Variable: '$.n', NumericGreaterThan: 4 }] }, true),
      combined('And of one that does not hold', { And: [T, F] }, false),
      combined('And stops at the first that does not hold', { And: [F, GONE] }, false),
      combined('Or of one that holds', { Or: [F, T] }, true),
      combined('Or of none', { Or: [F, F] }, false),
      combined('Or stops at the first that holds', { Or: [T, GONE] }, true),
      combined('Not of what holds', { Not: T }, false),
      combined('Not of what does not hold', { Not: F }, true),
      combined('Not of And', { Not: { And: [T, F] } }, true),
      combined('Or of And and Not', { Or: [{ And: [T, F] }, { Not: { Or: [F, F] } }] }, true),
      combined('IsPresent before a comparison', { And: [{ Variable: '$.gone', IsPresent: true }, GONE] }, false),
      combined('IsPresent false of what is not there', { Variable: '$.gone.deep', IsPresent: false }, true),
    ]),
    proved('Where Choices lead', [
      leads(
        'JSONPath',
        'the first rule that holds',
        {
          Choices: [
            { ...F, Next: 'A' },
            { ...T, Next: 'B' },
            { Variable: '$.n', NumericEquals: 5, Next: 'D' },
          ],
          Default: 'A',
        },
        INPUT,
        { next: 'B' },
      ),
      leads('JSONPath', 'Default', { Choices: [{ ...F, Next: 'A' }], Default: 'B' }, INPUT, { next: 'B' }),
      leads(
        'JSONPath',
        'a rule on the context',
        {
          Choices: [{ Variable: '$$.Execution.Name', StringEquals: 'run', Next: 'A' }],
          Default: 'B',
        },
        INPUT,
        { next: 'A' },
      ),
      leads(
        'JSONPath',
        'a rule that compares with the context',
        {
          Choices: [{ Variable: '$.s', StringEqualsPath: '$$.State.Name', Next: 'A' }],
          Default: 'B',
        },
        { s: 'C' },
        { next: 'A' },
      ),
      leads(
        'JSONPath',
        'InputPath before the rules, OutputPath after them',
        {
          InputPath: '$.in',
          OutputPath: '$.x',
          Choices: [{ Variable: '$.x', StringEquals: 'y', Next: 'A' }],
          Default: 'B',
        },
        INPUT,
        { next: 'A', output: 'y' },
      ),
      leads(
        'JSONPath',
        'Assign of the rule',
        {
          Choices: [{ ...T, Assign: { 'v.$': '$.n' }, Next: 'A' }],
          Assign: { 'v.$': '$.t' },
          Default: 'B',
        },
        INPUT,
        { next: 'A', assigned: { v: 5 } },
      ),
      leads(
        'JSONPath',
        'Assign of the state with Default',
        {
          Choices: [{ ...F, Assign: { 'v.$': '$.n' }, Next: 'A' }],
          Assign: { 'v.$': '$.t' },
          Default: 'B',
        },
        INPUT,
        { next: 'B', assigned: { v: true } },
      ),
      refuses('JSONPath', 'nowhere', { Choices: [{ ...F, Next: 'A' }] }, 'States.Runtime', NOWHERE),
      refuses(
        'JSONPath',
        'a Variable that is not there',
        { Choices: [{ ...GONE, Next: 'A' }] },
        'States.Runtime',
        invalid('$.gone'),
      ),
      refuses(
        'JSONPath',
        'a comparison with what is not there',
        { Choices: [{ Variable: '$.n', NumericEqualsPath: '$.gone.x', Next: 'A' }] },
        'States.Runtime',
        invalid('$.gone.x'),
      ),
      refuses(
        'JSONPath',
        'a type test of what is not there',
        { Choices: [{ Variable: '$.gone', IsNull: true, Next: 'A' }] },
        'States.Runtime',
        invalid('$.gone'),
      ),
    ]),
    proved('JSONata Condition', [
      condition('that holds', '{% $states.input.n > 4 and $states.input.t %}', INPUT, 'A'),
      condition('that does not hold', '{% $states.input.n > 5 %}', INPUT, 'B'),
      condition('of a list', '{% "b" in $states.input %}', ['a', 'b'], 'A'),
      condition('of what may be missing', '{% $exists($states.input.gone) %}', INPUT, 'B'),
      condition('of the context', '{% $states.context.State.Name = "C" %}', INPUT, 'A'),
      condition('without an expression', true, INPUT, 'A'),
      leads(
        'JSONata',
        'Output and Assign of the rule',
        {
          Choices: [
            {
              Condition: '{% $states.input.t %}',
              Output: { n: '{% $states.input.n %}' },
              Assign: { v: '{% $states.input.n + 1 %}' },
              Next: 'A',
            },
          ],
          Output: 0,
          Assign: { v: 0 },
          Default: 'B',
        },
        INPUT,
        { next: 'A', output: { n: 5 }, assigned: { v: 6 } },
      ),
      leads(
        'JSONata',
        'Output and Assign of the state with Default',
        {
          Choices: [{ Condition: '{% $states.input.f %}', Output: 1, Assign: { v: 1 }, Next: 'A' }],
          Output: '{% $states.input.in %}',
          Assign: { v: 0 },
          Default: 'B',
        },
        INPUT,
        { next: 'B', output: { x: 'y' }, assigned: { v: 0 } },
      ),
      leads(
        'JSONata',
        'a rule without Output hands the input on, whatever the state has',
        {
          Choices: [{ Condition: '{% $states.input.t %}', Next: 'A' }],
          Output: 0,
          Default: 'B',
        },
        INPUT,
        { next: 'A' },
      ),
      refuses('JSONata', 'nowhere', { Choices: [{ Condition: '{% false %}', Next: 'A' }] }, 'States.Runtime', NOWHERE),
      refuses(
        'JSONata',
        'of another type',
        { Choices: [{ Condition: '{% $states.input.n %}', Next: 'A' }], Default: 'A' },
        'States.QueryEvaluationError',
        `The JSONata expression '$states.input.n' specified for the field 'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean', but was 'number' for value: 5`,
        'Choices[0]/Condition',
      ),
      refuses(
        'JSONata',
        'that gives nothing, in the second rule',
        {
          Choices: [
            { Condition: '{% false %}', Next: 'A' },
            { Condition: '{% $states.input.gone %}', Next: 'A' },
          ],
          Default: 'A',
        },
        'States.QueryEvaluationError',
        `The JSONata expression '$states.input.gone' specified for the field 'Choices[1]/Condition' returned nothing (undefined).`,
        'Choices[1]/Condition',
      ),
      refuses(
        'JSONata',
        'of null',
        { Choices: [{ Condition: '{% null %}', Next: 'A' }], Default: 'A' },
        'States.QueryEvaluationError',
        `The JSONata expression 'null' specified for the field 'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean', but was 'null' for value: null`,
        'Choices[0]/Condition',
      ),
    ]),
  ],
};
