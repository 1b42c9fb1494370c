import type { Json } from '../../../engine/index.ts';
import { INVOKE } from '../run-definition.ts';
import { entered, event, exited, failed, invoking, started, succeeded } from './event.ts';
import { proved, tested, type Case, type FeatureGroup } from './feature.ts';

const tooLarge = (subject: string): string =>
  `The state/task '${subject}' returned a result with a size exceeding the maximum number of bytes service limit.`;

const CALL = { FunctionName: 'f' };

/** A text whose JSON has this many bytes; every character takes two, and the quotes take one each. */
const texted = (bytes: number): string => 'é'.repeat((bytes - 2) / 2);

const output = (name: string, text: string, limit: number): Case => {
  const cause = tooLarge('S');
  const tooMuch = Buffer.byteLength(JSON.stringify(text)) > limit;
  return {
    name,
    definition: { QueryLanguage: 'JSONata', StartAt: 'S', States: { S: { Type: 'Pass', Output: text, End: true } } },
    expected: tooMuch
      ? {
          error: 'States.DataLimitExceeded',
          cause,
          history: [started(), entered('Pass', 'S', {}), failed({ error: 'States.DataLimitExceeded', cause })],
        }
      : { output: text, history: [started(), entered('Pass', 'S', {}), exited('Pass', 'S', text), succeeded(text)] },
  };
};

const caughtBy = (name: string, ErrorEquals: readonly string[]): Case => {
  const result = { Error: 'States.DataLimitExceeded', Cause: tooLarge('lambda') };
  return {
    name,
    definition: {
      QueryLanguage: 'JSONata',
      StartAt: 'S',
      States: {
        S: { Type: 'Task', Resource: INVOKE, Arguments: CALL, Catch: [{ ErrorEquals, Next: 'A' }], End: true },
        A: { Type: 'Succeed' },
      },
    },
    tasks: { f: () => texted(262_144) },
    expected: {
      output: result,
      history: [
        started(),
        entered('Task', 'S', {}),
        ...invoking(CALL),
        event('TaskFailed', {
          resource: 'invoke',
          resourceType: 'lambda',
          error: 'States.DataLimitExceeded',
          cause: tooLarge('lambda'),
        }),
        exited('Task', 'S', result),
        entered('Succeed', 'A', result),
        exited('Succeed', 'A', result),
        succeeded(result),
      ],
    },
  };
};

/** A machine of Pass states that would write more events than it may. */
const passes = (count: number): object => ({
  StartAt: 's0',
  States: Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `s${index}`,
      { Type: 'Pass', ...(index + 1 < count ? { Next: `s${index + 1}` } : { End: true }) },
    ]),
  ),
});

const through = (count: number): readonly ReturnType<typeof entered>[] =>
  Array.from({ length: count }, (_, index) => [
    entered('Pass', `s${index}`, {}),
    exited('Pass', `s${index}`, {}),
  ]).flat();

const EMPTY: Json = {};

export const limits: FeatureGroup = {
  title: 'Limits',
  features: [
    proved('256 KiB of UTF-8 in a state', [
      output('as many bytes are taken', texted(262_144), 262_144),
      output('two more are not', texted(262_146), 262_144),
      // Recorded on AWS: localstack, error_handling/test_states_errors.
      caughtBy('a result is caught by its name', ['States.DataLimitExceeded']),
      caughtBy('a result is caught by States.ALL', ['States.ALL']),
      caughtBy('a result is caught as States.TaskFailed', ['States.TaskFailed']),
    ]),
    proved('Events of one history', [
      {
        name: 'as many as the limit, when the last is its end',
        definition: passes(4),
        options: { limits: { historyEvents: 10 } },
        expected: { output: EMPTY, history: [started(), ...through(4), succeeded({})] },
      },
      {
        name: 'one more ends the execution',
        definition: passes(5),
        options: { limits: { historyEvents: 10 } },
        expected: {
          error: 'States.Runtime',
          cause: 'The execution reached the maximum number of history events (10).',
          history: [
            started(),
            ...through(4),
            failed({
              error: 'States.Runtime',
              cause: 'The execution reached the maximum number of history events (10).',
            }),
          ],
        },
      },
    ]),
    tested('A second for an expression', [
      'expressions.test.ts',
      'ends expressions that never end, without stopping other executions',
    ]),
    tested('25,000 events', ['states.test.ts', 'ends an execution that has reached 25,000 events']),
  ],
};
