import type { Json, JsonObject } from '../../../engine/index.ts';
import { INVOKE } from '../run-definition.ts';
import { entered, event, exited, invoked, started, succeeded, type ExpectedEvent } from './event.ts';
import { proved, type Case, type FeatureGroup } from './feature.ts';

type Language = 'JSONPath' | 'JSONata';

interface Step {
  readonly state: object;
  readonly output?: Json;
  readonly assigned?: JsonObject;
}

/** Pass states one after another, called A, B, C ... Each hands the input on unless an output is told. */
const chain = (language: Language, name: string, input: Json, steps: readonly Step[]): Case => {
  const nameOf = (index: number): string => String.fromCodePoint(65 + index);
  const history: ExpectedEvent[] = [started(input)];
  let data = input;
  for (const [index, { output = data, assigned }] of steps.entries()) {
    history.push(entered('Pass', nameOf(index), data));
    history.push(exited('Pass', nameOf(index), output, assigned === undefined ? {} : { assigned }));
    data = output;
  }
  const last = steps.length - 1;
  return {
    name,
    definition: {
      ...(language === 'JSONata' ? { QueryLanguage: language } : {}),
      StartAt: 'A',
      States: Object.fromEntries(
        steps.map(({ state }, index) => [
          nameOf(index),
          { Type: 'Pass', ...state, ...(index === last ? { End: true } : { Next: nameOf(index + 1) }) },
        ]),
      ),
    },
    input,
    expected: { output: data, history: [...history, succeeded(data)] },
  };
};

const CALL = { FunctionName: 'f' };

export const variables: FeatureGroup = {
  title: 'Variables',
  features: [
    proved('Assign in JSONata', [
      chain('JSONata', 'of constants', {}, [
        {
          state: { Assign: { n: 1, t: 'x', l: [1, null], o: { a: true } } },
          assigned: { n: 1, t: 'x', l: [1, null], o: { a: true } },
        },
        { state: { Output: '{% [$n, $t, $l, $o.a] %}' }, output: [1, 'x', 1, null, true] },
      ]),
      chain('JSONata', 'of expressions at any depth', { a: 2 }, [
        { state: { Assign: { o: { d: ['{% $states.input.a %}'] } } }, assigned: { o: { d: [2] } } },
        { state: { Output: '{% $o %}' }, output: { d: [2] } },
      ]),
      chain('JSONata', 'over an earlier value', {}, [
        { state: { Assign: { n: 1 } }, assigned: { n: 1 } },
        { state: { Assign: { n: '{% $n + 1 %}' } }, assigned: { n: 2 } },
        { state: { Output: '{% $n %}' }, output: 2 },
      ]),
      chain('JSONata', 'sees the values from before, also of its neighbours', {}, [
        { state: { Assign: { x: 1, y: 2 } }, assigned: { x: 1, y: 2 } },
        {
          state: { Assign: { x: '{% $y %}', y: '{% $x %}' }, Output: '{% $x %}' },
          output: 1,
          assigned: { x: 2, y: 1 },
        },
        { state: { Output: '{% [$x, $y] %}' }, output: [2, 1] },
      ]),
      chain('JSONata', 'lasts over states that set nothing', {}, [
        { state: { Assign: { n: 1 } }, assigned: { n: 1 } },
        { state: {} },
        { state: { Output: '{% $n %}' }, output: 1 },
      ]),
      {
        name: 'of a result',
        definition: {
          QueryLanguage: 'JSONata',
          StartAt: 'S',
          States: {
            S: {
              Type: 'Task',
              Resource: INVOKE,
              Arguments: CALL,
              Assign: { n: '{% $states.result.Payload %}' },
              Output: '{% $states.result.StatusCode %}',
              Next: 'A',
            },
            A: { Type: 'Pass', Output: '{% $n %}', End: true },
          },
        },
        tasks: { f: () => 4 },
        expected: {
          output: 4,
          history: [
            started(),
            entered('Task', 'S', {}),
            ...invoked(CALL, 4),
            exited('Task', 'S', 200, { assigned: { n: 4 } }),
            entered('Pass', 'A', 200),
            exited('Pass', 'A', 4),
            succeeded(4),
          ],
        },
      },
    ]),
    proved('Assign in JSONPath', [
      chain('JSONPath', 'of paths, the context and intrinsic functions', { a: 1 }, [
        {
          state: { Assign: { 'a.$': '$.a', 'n.$': '$$.State.Name', 'f.$': "States.Format('<{}>', $.a)", c: '$.a' } },
          assigned: { a: 1, n: 'A', f: '<1>', c: '$.a' },
        },
        { state: { Parameters: { 'x.$': '$a', 'y.$': '$n', 'z.$': '$f' } }, output: { x: 1, y: 'A', z: '<1>' } },
      ]),
      chain('JSONPath', 'of the result, and read by path', { a: 1 }, [
        { state: { Result: { l: [5, 6] }, Assign: { 'v.$': '$' }, ResultPath: null }, assigned: { v: { l: [5, 6] } } },
        { state: { InputPath: '$v.l[1]' }, output: 6 },
      ]),
      chain('JSONPath', 'read in an intrinsic function', {}, [
        { state: { Assign: { n: 3 } }, assigned: { n: 3 } },
        { state: { Parameters: { 'v.$': 'States.MathAdd($n, 1)' } }, output: { v: 4 } },
      ]),
      chain('JSONPath', 'sees the values from before', {}, [
        { state: { Assign: { x: 1, y: 2 } }, assigned: { x: 1, y: 2 } },
        { state: { Assign: { 'x.$': '$y', 'y.$': '$x' } }, assigned: { x: 2, y: 1 } },
        { state: { Parameters: { 'v.$': 'States.Array($x, $y)' } }, output: { v: [2, 1] } },
      ]),
    ]),
    proved('Scopes', [
      {
        name: 'a branch reads what is set outside, keeps its own, and gives it by its output',
        definition: {
          QueryLanguage: 'JSONata',
          StartAt: 'S',
          States: {
            S: { Type: 'Pass', Assign: { out: 1 }, Next: 'P' },
            P: {
              Type: 'Parallel',
              Branches: [
                {
                  StartAt: 'I',
                  States: {
                    I: { Type: 'Pass', Assign: { own: '{% $out + 1 %}' }, Next: 'J' },
                    J: { Type: 'Pass', Output: '{% $own %}', End: true },
                  },
                },
              ],
              Assign: { taken: '{% $states.result[0] * 10 %}' },
              Next: 'E',
            },
            E: { Type: 'Pass', Output: '{% [$out, $taken] %}', End: true },
          },
        },
        expected: {
          output: [1, 20],
          history: [
            started(),
            entered('Pass', 'S', {}),
            exited('Pass', 'S', {}, { assigned: { out: 1 } }),
            entered('Parallel', 'P', {}),
            event('ParallelStateStarted'),
            entered('Pass', 'I', {}),
            exited('Pass', 'I', {}, { assigned: { own: 2 } }),
            entered('Pass', 'J', {}),
            exited('Pass', 'J', 2),
            event('ParallelStateSucceeded'),
            exited('Parallel', 'P', [2], { previousEventId: 9, assigned: { taken: 20 } }),
            entered('Pass', 'E', [2]),
            exited('Pass', 'E', [1, 20]),
            succeeded([1, 20]),
          ],
        },
      },
      {
        name: 'every iteration has variables of its own',
        definition: {
          QueryLanguage: 'JSONata',
          StartAt: 'S',
          States: {
            S: { Type: 'Pass', Assign: { out: 100 }, Next: 'M' },
            M: {
              Type: 'Map',
              MaxConcurrency: 1,
              ItemProcessor: {
                StartAt: 'I',
                States: {
                  I: { Type: 'Pass', Assign: { own: '{% $out + $states.input %}' }, Next: 'J' },
                  J: { Type: 'Pass', Output: '{% $own %}', End: true },
                },
              },
              End: true,
            },
          },
        },
        input: [1, 2],
        expected: {
          output: [101, 102],
          history: [
            started([1, 2]),
            entered('Pass', 'S', [1, 2]),
            exited('Pass', 'S', [1, 2], { assigned: { out: 100 } }),
            entered('Map', 'M', [1, 2]),
            event('MapStateStarted', { length: 2 }),
            event('MapIterationStarted', { name: 'M', index: 0 }),
            entered('Pass', 'I', 1),
            exited('Pass', 'I', 1, { assigned: { own: 101 } }),
            entered('Pass', 'J', 1),
            exited('Pass', 'J', 101),
            event('MapIterationSucceeded', { name: 'M', index: 0 }),
            event('MapIterationStarted', { name: 'M', index: 1 }, 10),
            entered('Pass', 'I', 2),
            exited('Pass', 'I', 2, { assigned: { own: 102 } }),
            entered('Pass', 'J', 2),
            exited('Pass', 'J', 102),
            event('MapIterationSucceeded', { name: 'M', index: 1 }),
            event('MapStateSucceeded'),
            exited('Map', 'M', [101, 102], { previousEventId: 17 }),
            succeeded([101, 102]),
          ],
        },
      },
    ]),
  ],
};
