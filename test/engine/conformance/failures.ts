import { INVOKE, single } from '../run-definition.ts';
import { entered, event, exited, failed, started, succeeded } from './event.ts';
import { proved, type Case, type FeatureGroup } from './feature.ts';

const at = (name: string, id: number, why: string): string =>
  `An error occurred while executing the state '${name}' (entered at the event id #${id}). ${why}`;

/** A JSONPath machine of one Pass that fails with States.Runtime before it does anything. */
const runtime = (name: string, state: object, why: string): Case => ({
  name,
  definition: { StartAt: 'P', States: { P: { Type: 'Pass', ...state, End: true } } },
  input: { other: 1 },
  expected: {
    error: 'States.Runtime',
    cause: at('P', 2, why),
    history: [
      started({ other: 1 }),
      entered('Pass', 'P', { other: 1 }),
      failed({ error: 'States.Runtime', cause: at('P', 2, why) }),
    ],
  },
});

const expression = (text: string, why: string): Case => {
  const cause = at('Only', 2, `The JSONata expression '${text}' specified for the field 'Output/v' ${why}`);
  const error = 'States.QueryEvaluationError';
  return {
    name: text,
    definition: single({ Type: 'Pass', Output: { v: `{% ${text} %}` } }),
    expected: {
      error,
      cause,
      history: [
        started(),
        entered('Pass', 'Only', {}),
        event('EvaluationFailed', { cause, error, location: 'Output/v', state: 'Only' }),
        failed({ error, cause }),
      ],
    },
  };
};

const nope = (call: string): Case =>
  runtime(
    `an argument of ${call} that is not there`,
    { Parameters: { 'v.$': call } },
    `The function '${call}' had the following error: The JsonPath argument for the field '$.nope' could not be found in the input '{"other":1}'`,
  );

const inBranch = (state: object, more: object = {}): object => ({
  StartAt: 'P',
  States: {
    P: { Type: 'Parallel', Branches: [{ StartAt: 'B', States: { B: state } }], ...more, End: true },
    Done: { Type: 'Pass', End: true },
  },
});

const dropDone = (definition: object): object => {
  const copy = structuredClone(definition) as { States: Record<string, unknown> };
  delete copy.States['Done'];
  return copy;
};

export const failures: FeatureGroup = {
  title: 'Failures and their history',
  features: [
    proved('Paths that lead nowhere', [
      runtime(
        'in Parameters',
        { Parameters: { 'm.$': '$.nope' } },
        `The JSONPath '$.nope' specified for the field 'm.$' could not be found in the input '{"other":1}'`,
      ),
      runtime('in InputPath', { InputPath: '$.nope' }, `Invalid path '$.nope' : No results for path: $['nope']`),
      runtime(
        'in InputPath, by the way',
        { InputPath: '$.nope.deep' },
        `Invalid path '$.nope.deep' : Missing property in path $['nope']`,
      ),
      runtime(
        'in OutputPath, past the end of a list',
        { Result: { list: [1] }, OutputPath: '$.list[1]' },
        `Invalid path '$.list[1]' : No results for path: $['list'][1]`,
      ),
      nope("States.Format('{}', $.nope)"),
      nope('States.ArrayLength($.nope)'),
      nope('States.JsonMerge($.nope, $.other, false)'),
    ]),
    proved('JSONata that gives nothing, or fails', [
      expression('$states.input.gone', 'returned nothing (undefined).'),
      expression(
        '$abs("x")',
        'threw an error during evaluation. T0410: Argument 1 of function "abs" does not match function signature',
      ),
      expression('$partition([1], 0)', 'returned nothing (undefined).'),
    ]),
    proved('A Fail state', [
      {
        name: 'may say nothing',
        definition: { StartAt: 'F', States: { F: { Type: 'Fail' } } },
        expected: { history: [started(), entered('Fail', 'F', {}), failed({})] },
      },
    ]),
    proved('A branch that fails', [
      {
        name: 'with States.Runtime ends the execution at once',
        definition: dropDone(inBranch({ Type: 'Pass', Parameters: { 'm.$': '$.nope' }, End: true })),
        expected: {
          error: 'States.Runtime',
          cause: at('B', 4, "The JSONPath '$.nope' specified for the field 'm.$' could not be found in the input '{}'"),
          history: [
            started(),
            entered('Parallel', 'P', {}),
            event('ParallelStateStarted'),
            entered('Pass', 'B', {}),
            failed({
              error: 'States.Runtime',
              cause: at(
                'B',
                4,
                "The JSONPath '$.nope' specified for the field 'm.$' could not be found in the input '{}'",
              ),
            }),
          ],
        },
      },
      {
        name: 'with a Task leaves it aborted, and the Parallel follows the failure',
        definition: inBranch(
          { Type: 'Task', Resource: INVOKE, Parameters: { FunctionName: 'f' }, End: true },
          { Catch: [{ ErrorEquals: ['RangeError'], Next: 'Done' }] },
        ),
        tasks: {
          f: () => {
            throw new RangeError('no');
          },
        },
        expected: {
          output: { Error: 'RangeError', Cause: '{"errorType":"RangeError","errorMessage":"no"}' },
          history: [
            started(),
            entered('Parallel', 'P', {}),
            event('ParallelStateStarted'),
            entered('Task', 'B', {}),
            event('TaskScheduled', {
              resource: 'invoke',
              resourceType: 'lambda',
              region: 'us-east-1',
              parameters: '{"FunctionName":"f"}',
            }),
            event('TaskStarted', { resource: 'invoke', resourceType: 'lambda' }),
            event('TaskFailed', {
              resource: 'invoke',
              resourceType: 'lambda',
              error: 'RangeError',
              cause: '{"errorType":"RangeError","errorMessage":"no"}',
            }),
            event('TaskStateAborted'),
            event('ParallelStateFailed', undefined, 7),
            exited('Parallel', 'P', { Error: 'RangeError', Cause: '{"errorType":"RangeError","errorMessage":"no"}' }),
            entered('Pass', 'Done', { Error: 'RangeError', Cause: '{"errorType":"RangeError","errorMessage":"no"}' }),
            exited('Pass', 'Done', { Error: 'RangeError', Cause: '{"errorType":"RangeError","errorMessage":"no"}' }),
            succeeded({ Error: 'RangeError', Cause: '{"errorType":"RangeError","errorMessage":"no"}' }),
          ],
        },
      },
    ]),
  ],
};
