import type { Json } from '../../../engine/index.ts';
import { entered, event, exited, failed, started, succeeded } from './event.ts';
import { proved, type Case, type FeatureGroup } from './feature.ts';

type Language = 'JSONPath' | 'JSONata';

const wait = (name: string, Seconds: number, more: object = {}): object => ({
  StartAt: name,
  States: { [name]: { Type: 'Wait', Seconds, ...more, End: true } },
});

const machine = (language: Language, state: object, others: object = {}): object => ({
  ...(language === 'JSONata' ? { QueryLanguage: language } : {}),
  StartAt: 'P',
  States: { P: { Type: 'Parallel', ...state, ...('Next' in state ? {} : { End: true }) }, ...others },
});

/** One branch of one Pass state, which hands on what it gets: shows what a branch gets and what comes of its output. */
const through = (
  name: string,
  language: Language,
  fields: object,
  { input = {}, given = input, output }: { readonly input?: Json; readonly given?: Json; readonly output: Json },
): Case => ({
  name,
  definition: machine(language, {
    ...fields,
    Branches: [{ StartAt: 'B', States: { B: { Type: 'Pass', End: true } } }],
  }),
  input,
  expected: {
    output,
    history: [
      started(input),
      entered('Parallel', 'P', input),
      event('ParallelStateStarted'),
      entered('Pass', 'B', given),
      exited('Pass', 'B', given),
      event('ParallelStateSucceeded'),
      exited('Parallel', 'P', output, { previousEventId: 5 }),
      succeeded(output),
    ],
  },
});

const FAIL = { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'E', Cause: 'why' } } };
const ERROR = { Error: 'E', Cause: 'why' };

export const parallelState: FeatureGroup = {
  title: 'Parallel',
  features: [
    proved('Branches', [
      {
        name: 'run at once, and give their outputs in their own order',
        definition: machine('JSONata', { Branches: [wait('A', 2, { Output: 'a' }), wait('B', 1, { Output: 'b' })] }),
        expected: {
          output: ['a', 'b'],
          seconds: 2,
          history: [
            started(),
            entered('Parallel', 'P', {}),
            event('ParallelStateStarted'),
            entered('Wait', 'A', {}, 3),
            entered('Wait', 'B', {}, 3),
            exited('Wait', 'B', 'b', { previousEventId: 5 }),
            exited('Wait', 'A', 'a', { previousEventId: 4 }),
            event('ParallelStateSucceeded'),
            exited('Parallel', 'P', ['a', 'b'], { previousEventId: 7 }),
            succeeded(['a', 'b']),
          ],
        },
      },
      {
        name: 'are chains of states of their own',
        definition: machine('JSONata', {
          Branches: [
            {
              StartAt: 'A1',
              States: { A1: { Type: 'Wait', Seconds: 1, Next: 'A2' }, A2: { Type: 'Wait', Seconds: 2, End: true } },
            },
            wait('B', 2),
          ],
        }),
        expected: {
          output: [{}, {}],
          seconds: 3,
          history: [
            started(),
            entered('Parallel', 'P', {}),
            event('ParallelStateStarted'),
            entered('Wait', 'A1', {}, 3),
            entered('Wait', 'B', {}, 3),
            exited('Wait', 'A1', {}, { previousEventId: 4 }),
            entered('Wait', 'A2', {}, 6),
            exited('Wait', 'B', {}, { previousEventId: 5 }),
            exited('Wait', 'A2', {}, { previousEventId: 7 }),
            event('ParallelStateSucceeded'),
            exited('Parallel', 'P', [{}, {}], { previousEventId: 9 }),
            succeeded([{}, {}]),
          ],
        },
      },
      {
        name: 'may hold a Parallel',
        definition: machine('JSONata', {
          Branches: [
            {
              StartAt: 'Q',
              States: { Q: { Type: 'Parallel', Branches: [wait('A', 1), wait('B', 3)], End: true } },
            },
            wait('C', 2),
          ],
        }),
        expected: {
          output: [[{}, {}], {}],
          seconds: 3,
          history: [
            started(),
            entered('Parallel', 'P', {}),
            event('ParallelStateStarted'),
            entered('Parallel', 'Q', {}, 3),
            entered('Wait', 'C', {}, 3),
            event('ParallelStateStarted', undefined, 4),
            entered('Wait', 'A', {}, 6),
            entered('Wait', 'B', {}, 6),
            exited('Wait', 'A', {}, { previousEventId: 7 }),
            exited('Wait', 'C', {}, { previousEventId: 5 }),
            exited('Wait', 'B', {}, { previousEventId: 8 }),
            event('ParallelStateSucceeded', undefined, 11),
            exited('Parallel', 'Q', [{}, {}], { previousEventId: 11 }),
            event('ParallelStateSucceeded', undefined, 13),
            exited('Parallel', 'P', [[{}, {}], {}], { previousEventId: 13 }),
            succeeded([[{}, {}], {}]),
          ],
        },
      },
    ]),
    proved('Input and output', [
      through('the input goes to every branch', 'JSONata', {}, { input: 7, output: [7] }),
      through(
        'Arguments',
        'JSONata',
        { Arguments: { n: '{% $states.input.n + 1 %}' } },
        {
          input: { n: 1 },
          given: { n: 2 },
          output: [{ n: 2 }],
        },
      ),
      through(
        'Output sees the results',
        'JSONata',
        { Output: '{% $states.result[0] + $states.input %}' },
        {
          input: 7,
          output: 14,
        },
      ),
      through(
        'Parameters',
        'JSONPath',
        { Parameters: { 'n.$': '$.n', c: 1 } },
        {
          input: { n: 1 },
          given: { n: 1, c: 1 },
          output: [{ n: 1, c: 1 }],
        },
      ),
      through('InputPath', 'JSONPath', { InputPath: '$.n' }, { input: { n: 1 }, given: 1, output: [1] }),
      through(
        'ResultSelector',
        'JSONPath',
        { ResultSelector: { 'first.$': '$[0].n' } },
        {
          input: { n: 1 },
          output: { first: 1 },
        },
      ),
      through(
        'ResultPath',
        'JSONPath',
        { ResultPath: '$.all' },
        { input: { n: 1 }, output: { n: 1, all: [{ n: 1 }] } },
      ),
      through('OutputPath', 'JSONPath', { OutputPath: '$[0]' }, { input: { n: 1 }, output: { n: 1 } }),
    ]),
    proved('A branch that fails', [
      {
        name: 'fails the state with its own error, and stops the others',
        definition: machine('JSONata', { Branches: [wait('A', 5), FAIL] }),
        expected: {
          error: 'E',
          cause: 'why',
          seconds: 0,
          history: [
            started(),
            entered('Parallel', 'P', {}),
            event('ParallelStateStarted'),
            entered('Wait', 'A', {}, 3),
            entered('Fail', 'F', {}, 3),
            event('WaitStateAborted'),
            event('ParallelStateFailed', undefined, 5),
            failed({ error: 'E', cause: 'why' }),
          ],
        },
      },
      {
        name: 'is caught by its own error',
        definition: machine(
          'JSONata',
          {
            Branches: [FAIL],
            Catch: [{ ErrorEquals: ['E'], Assign: { e: '{% $states.errorOutput.Error %}' }, Next: 'A' }],
            Next: 'A',
          },
          { A: { Type: 'Succeed' } },
        ),
        expected: {
          output: ERROR,
          history: [
            started(),
            entered('Parallel', 'P', {}),
            event('ParallelStateStarted'),
            entered('Fail', 'F', {}),
            event('ParallelStateFailed'),
            exited('Parallel', 'P', ERROR, { assigned: { e: 'E' } }),
            entered('Succeed', 'A', ERROR),
            exited('Succeed', 'A', ERROR),
            succeeded(ERROR),
          ],
        },
      },
      {
        name: 'is not caught as States.BranchFailed',
        definition: machine(
          'JSONata',
          { Branches: [FAIL], Catch: [{ ErrorEquals: ['States.BranchFailed'], Next: 'A' }], Next: 'A' },
          { A: { Type: 'Succeed' } },
        ),
        expected: {
          error: 'E',
          cause: 'why',
          history: [
            started(),
            entered('Parallel', 'P', {}),
            event('ParallelStateStarted'),
            entered('Fail', 'F', {}),
            event('ParallelStateFailed'),
            failed({ error: 'E', cause: 'why' }),
          ],
        },
      },
      {
        name: 'is retried with all the others',
        definition: machine('JSONata', {
          Branches: [wait('A', 1), FAIL],
          Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1, IntervalSeconds: 4 }],
        }),
        expected: {
          error: 'E',
          cause: 'why',
          seconds: 4,
          history: [
            started(),
            entered('Parallel', 'P', {}),
            event('ParallelStateStarted'),
            entered('Wait', 'A', {}, 3),
            entered('Fail', 'F', {}, 3),
            event('WaitStateAborted'),
            event('ParallelStateStarted', undefined, 5),
            entered('Wait', 'A', {}, 7),
            entered('Fail', 'F', {}, 7),
            event('WaitStateAborted'),
            event('ParallelStateFailed', undefined, 9),
            failed({ error: 'E', cause: 'why' }),
          ],
        },
      },
      {
        name: 'goes up through Parallels',
        definition: machine('JSONata', {
          Branches: [{ StartAt: 'Q', States: { Q: { Type: 'Parallel', Branches: [FAIL], End: true } } }],
        }),
        expected: {
          error: 'E',
          cause: 'why',
          history: [
            started(),
            entered('Parallel', 'P', {}),
            event('ParallelStateStarted'),
            entered('Parallel', 'Q', {}),
            event('ParallelStateStarted'),
            entered('Fail', 'F', {}),
            event('ParallelStateFailed'),
            event('ParallelStateFailed'),
            failed({ error: 'E', cause: 'why' }),
          ],
        },
      },
    ]),
  ],
};
