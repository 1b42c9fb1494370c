import { single } from '../run-definition.ts';
import { entered, exited, started, succeeded } from './event.ts';
import { proved, type FeatureGroup } from './feature.ts';

export const passState: FeatureGroup = {
  title: 'Pass',
  features: [
    proved('JSONata Output', [
      {
        name: 'hands the input on without Output',
        definition: single({ Type: 'Pass' }),
        input: { a: [1, null, 'x'] },
        expected: {
          output: { a: [1, null, 'x'] },
          history: [
            started({ a: [1, null, 'x'] }),
            entered('Pass', 'Only', { a: [1, null, 'x'] }),
            exited('Pass', 'Only', { a: [1, null, 'x'] }),
            succeeded({ a: [1, null, 'x'] }),
          ],
        },
      },
    ]),
  ],
};
