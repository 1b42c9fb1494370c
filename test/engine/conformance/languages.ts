import { entered, event, exited, started, succeeded } from './event.ts';
import { proved, type FeatureGroup } from './feature.ts';

export const languages: FeatureGroup = {
  title: 'Query languages',
  features: [
    proved('A JSONata state in a JSONPath machine', [
      {
        name: 'passes data and variables both ways',
        definition: {
          StartAt: 'A',
          States: {
            A: { Type: 'Pass', Assign: { 'v.$': '$.n' }, Next: 'B' },
            B: {
              Type: 'Pass',
              QueryLanguage: 'JSONata',
              Output: { m: '{% $states.input.n + $v %}' },
              Assign: { w: '{% $v * 10 %}' },
              Next: 'C',
            },
            C: { Type: 'Pass', Parameters: { 'm.$': '$.m', 'w.$': '$w' }, End: true },
          },
        },
        input: { n: 2 },
        expected: {
          output: { m: 4, w: 20 },
          history: [
            started({ n: 2 }),
            entered('Pass', 'A', { n: 2 }),
            exited('Pass', 'A', { n: 2 }, { assigned: { v: 2 } }),
            entered('Pass', 'B', { n: 2 }),
            exited('Pass', 'B', { m: 4 }, { assigned: { w: 20 } }),
            entered('Pass', 'C', { m: 4 }),
            exited('Pass', 'C', { m: 4, w: 20 }),
            succeeded({ m: 4, w: 20 }),
          ],
        },
      },
      {
        name: 'does not lend its language to the states inside',
        definition: {
          StartAt: 'M',
          States: {
            M: {
              Type: 'Map',
              QueryLanguage: 'JSONata',
              Items: '{% $states.input.l %}',
              ItemProcessor: {
                StartAt: 'I',
                States: { I: { Type: 'Pass', Parameters: { 'x.$': '$' }, End: true } },
              },
              Output: '{% $states.result.x %}',
              End: true,
            },
          },
        },
        input: { l: [1] },
        expected: {
          output: 1,
          history: [
            started({ l: [1] }),
            entered('Map', 'M', { l: [1] }),
            event('MapStateStarted', { length: 1 }),
            event('MapIterationStarted', { name: 'M', index: 0 }),
            entered('Pass', 'I', 1),
            exited('Pass', 'I', { x: 1 }),
            event('MapIterationSucceeded', { name: 'M', index: 0 }),
            event('MapStateSucceeded'),
            exited('Map', 'M', 1, { previousEventId: 7 }),
            succeeded(1),
          ],
        },
      },
      {
        name: 'in a machine that says JSONPath',
        definition: {
          QueryLanguage: 'JSONPath',
          StartAt: 'A',
          States: {
            A: { Type: 'Choice', QueryLanguage: 'JSONata', Choices: [{ Condition: '{% true %}', Next: 'B' }] },
            B: { Type: 'Succeed', InputPath: '$.a' },
          },
        },
        input: { a: 3 },
        expected: {
          output: 3,
          history: [
            started({ a: 3 }),
            entered('Choice', 'A', { a: 3 }),
            exited('Choice', 'A', { a: 3 }),
            entered('Succeed', 'B', { a: 3 }),
            exited('Succeed', 'B', 3),
            succeeded(3),
          ],
        },
      },
    ]),
  ],
};
