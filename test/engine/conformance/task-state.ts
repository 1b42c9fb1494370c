import { INVOKE, single } from '../run-definition.ts';
import { entered, exited, failed, invoked, invokeFailed, invoking, event, started, succeeded } from './event.ts';
import { proved, type FeatureGroup } from './feature.ts';

const call = { FunctionName: 'f', Payload: { n: 1 } };
const answer = { ExecutedVersion: '$LATEST', Payload: 2, StatusCode: 200 };

export const taskState: FeatureGroup = {
  title: 'Task',
  features: [
    proved('Events of an integration', [
      {
        name: 'are Scheduled, Started and Succeeded',
        definition: single({ Type: 'Task', Resource: INVOKE, Arguments: call }),
        tasks: { f: () => 2 },
        expected: {
          output: answer,
          history: [
            started(),
            entered('Task', 'Only', {}),
            ...invoked(call, 2),
            exited('Task', 'Only', answer),
            succeeded(answer),
          ],
        },
      },
      {
        name: 'end in Failed with the error and its cause',
        definition: single({ Type: 'Task', Resource: INVOKE, Arguments: call }),
        tasks: {
          f: () => {
            throw new RangeError('no');
          },
        },
        expected: {
          error: 'RangeError',
          cause: '{"errorType":"RangeError","errorMessage":"no"}',
          history: [
            started(),
            entered('Task', 'Only', {}),
            ...invokeFailed(call, 'RangeError', '{"errorType":"RangeError","errorMessage":"no"}'),
            failed({ error: 'RangeError', cause: '{"errorType":"RangeError","errorMessage":"no"}' }),
          ],
        },
      },
      {
        name: 'end in TimedOut, which has no cause',
        definition: single({ Type: 'Task', Resource: INVOKE, Arguments: call, TimeoutSeconds: 5 }),
        tasks: {
          f: async ({ sleep }) => {
            await sleep(9);
            return 2;
          },
        },
        expected: {
          error: 'States.Timeout',
          seconds: 5,
          history: [
            started(),
            entered('Task', 'Only', {}),
            ...invoking(call, { timeoutInSeconds: 5 }),
            event('TaskTimedOut', { resource: 'invoke', resourceType: 'lambda', error: 'States.Timeout' }),
            failed({ error: 'States.Timeout' }),
          ],
        },
      },
    ]),
  ],
};
