import type { Json, JsonObject } from '../../../engine/index.ts';
import { entered, failed, started } from './event.ts';
import { proved, type Case, type FeatureGroup } from './feature.ts';
import { machineOf, oneState, type Language } from './one-state.ts';

const path = oneState('JSONPath');
const expression = oneState('JSONata');

/** A Fail state that fails as it should. */
const ends = (language: Language, name: string, fields: object, details: JsonObject, input: Json = {}): Case => ({
  name,
  definition: machineOf(language, { Type: 'Fail', ...fields }),
  input,
  expected: {
    ...(typeof details['error'] === 'string' ? { error: details['error'] } : {}),
    ...(typeof details['cause'] === 'string' ? { cause: details['cause'] } : {}),
    history: [started(input), entered('Fail', 'S', input), failed(details)],
  },
});

const GIVEN = { e: 'Mine', c: 'of this', n: 1, in: { e: 'Deep' } };

export const succeedAndFail: FeatureGroup = {
  title: 'Succeed and Fail',
  features: [
    proved('Succeed', [
      path.gives('hands its input on', { Type: 'Succeed' }, { a: [] }, { input: { a: [] } }),
      path.gives('InputPath', { Type: 'Succeed', InputPath: '$.a' }, [1], { input: { a: [1] } }),
      path.gives('InputPath null', { Type: 'Succeed', InputPath: null }, {}, { input: { a: 1 } }),
      path.gives('OutputPath', { Type: 'Succeed', OutputPath: '$.a' }, 1, { input: { a: 1 } }),
      path.gives('OutputPath null', { Type: 'Succeed', OutputPath: null }, {}, { input: { a: 1 } }),
      path.gives('InputPath, then OutputPath', { Type: 'Succeed', InputPath: '$.a', OutputPath: '$.b' }, 1, {
        input: { a: { b: 1 } },
      }),
      path.gives('a path into the context', { Type: 'Succeed', InputPath: '$$.Execution.Name' }, 'run'),
      path.fails(
        'an OutputPath that leads nowhere',
        { Type: 'Succeed', OutputPath: '$.b' },
        'States.Runtime',
        `Invalid path '$.b' : No results for path: $['b']`,
        { input: { a: 1 } },
      ),
      expression.gives(
        'Output',
        { Type: 'Succeed', Output: { n: '{% $states.input.a + 1 %}' } },
        { n: 2 },
        { input: { a: 1 } },
      ),
      expression.gives('Output without an expression', { Type: 'Succeed', Output: ['a', null] }, ['a', null]),
    ]),
    proved('Fail: Error and Cause', [
      ends('JSONPath', 'both', { Error: 'E', Cause: 'C' }, { error: 'E', cause: 'C' }),
      ends('JSONPath', 'Error alone', { Error: 'E' }, { error: 'E' }),
      ends('JSONPath', 'Cause alone', { Cause: 'C' }, { cause: 'C' }),
      ends('JSONPath', "an error of the service's name", { Error: 'States.Timeout' }, { error: 'States.Timeout' }),
      ends('JSONata', 'without an expression', { Error: 'E', Cause: 'C' }, { error: 'E', cause: 'C' }),
      ends(
        'JSONata',
        'as expressions',
        { Error: '{% $states.input.e %}', Cause: '{% "because " & $states.input.c & $states.context.State.Name %}' },
        { error: 'Mine', cause: 'because of thisS' },
        GIVEN,
      ),
      expression.fails(
        'an expression that gives no text',
        { Type: 'Fail', Error: '{% $states.input.n %}' },
        'States.QueryEvaluationError',
        `The JSONata expression '$states.input.n' specified for the field 'Error' returned an unexpected result type. Expected 'string', but was 'number' for value: 1`,
        { input: GIVEN, location: 'Error' },
      ),
    ]),
    proved('Fail: ErrorPath and CausePath', [
      ends('JSONPath', 'to texts', { ErrorPath: '$.e', CausePath: '$.c' }, { error: 'Mine', cause: 'of this' }, GIVEN),
      ends(
        'JSONPath',
        'Error with CausePath',
        { Error: 'E', CausePath: '$.in.e' },
        { error: 'E', cause: 'Deep' },
        GIVEN,
      ),
      ends(
        'JSONPath',
        'to the context',
        { ErrorPath: '$$.State.Name', CausePath: '$$.StateMachine.Name' },
        { error: 'S', cause: 'machine' },
      ),
      ends(
        'JSONPath',
        'with intrinsic functions',
        { ErrorPath: "States.Format('{}.{}', $.e, $.n)", CausePath: 'States.JsonToString($.in)' },
        { error: 'Mine.1', cause: '{"e":"Deep"}' },
        GIVEN,
      ),
      path.fails(
        'that leads nowhere',
        { Type: 'Fail', ErrorPath: '$.gone' },
        'States.Runtime',
        `The JSONPath '$.gone' specified for the field 'ErrorPath' could not be found in the input '{}'`,
      ),
    ]),
  ],
};
