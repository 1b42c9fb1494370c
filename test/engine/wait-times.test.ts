import { describe, expect, it } from 'vitest';
import { checkDefinition } from '../../engine/index.ts';
import { runDefinition } from './run-definition.ts';

const times: readonly (readonly [string, number | undefined])[] = [
  ['1970-01-01T00:01:00Z', 60],
  // Fractions are not looked at.
  ['1970-01-01T00:01:00.250Z', 60],
  ['1970-01-01T00:01:00.999999Z', 60],
  ['1970-01-01T02:01:00+02:00', 60],
  ['1969-12-31T23:01:00-01:00', 60],
  ['1970-02-28T00:00:00Z', 5_011_200],
  // There is no such time.
  ['2026-02-30T00:00:00Z', undefined],
  ['2026-02-29T00:00:00Z', undefined],
  ['2026-13-01T00:00:00Z', undefined],
  ['2026-01-01T24:00:00Z', undefined],
  ['2026-01-01T00:60:00Z', undefined],
  ['2026-01-01T00:00:60Z', undefined],
  ['2026-01-01T00:00:00+24:00', undefined],
  // JavaScript would take these.
  ['2026-01-01', undefined],
  ['2026-01-01T00:00:00', undefined],
  ['2026-01-01T00:00Z', undefined],
  ['2026-01-01t00:00:00z', undefined],
  ['2026-01-01 00:00:00Z', undefined],
  ['2026-01-01T00:00:00+0200', undefined],
  ['1 January 2026', undefined],
  ['1767225600000', undefined],
];

describe('the time that a Wait ends', () => {
  it.each(times)('is %s or is refused', async (time, seconds) => {
    const ends = async (QueryLanguage: string, wait: object): Promise<readonly unknown[]> => {
      const States = { Wait: { Type: 'Wait', ...wait, End: true } };
      const ended = await runDefinition({ QueryLanguage, StartAt: 'Wait', States }, { at: time });
      return seconds === undefined ? [ended.error, ended.cause] : [ended.status, ended.seconds];
    };
    const failed = (error: string, cause: string): readonly unknown[] =>
      seconds === undefined
        ? [error, `An error occurred while executing the state 'Wait' (entered at the event id #2). ${cause}`]
        : ['SUCCEEDED', seconds];
    expect([
      await ends('JSONPath', { TimestampPath: '$.at' }),
      await ends('JSONata', { Timestamp: '{% $states.input.at %}' }),
    ]).toStrictEqual([
      failed(
        'States.Runtime',
        `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.at == ${time}`,
      ),
      failed(
        'States.QueryEvaluationError',
        `The field 'Timestamp' must be an ISO 8601 time such as "2026-01-31T12:00:00Z", but was "${time}"`,
      ),
    ]);
    const machine = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Timestamp: time, End: true } } };
    expect(checkDefinition(JSON.stringify(machine), 1_048_576).length).toBe(seconds === undefined ? 1 : 0);
  });

  it('fails for what is no text', async () => {
    const wait = { Type: 'Wait', TimestampPath: '$.at', End: true };
    const { error, cause } = await runDefinition({ StartAt: 'Wait', States: { Wait: wait } }, { at: 7 });
    expect([error, cause]).toStrictEqual([
      'States.Runtime',
      "An error occurred while executing the state 'Wait' (entered at the event id #2). The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.at == 7",
    ]);
  });
});

describe('IsTimestamp', () => {
  it.each(times)('of %s says what a Wait does', async (time, seconds) => {
    const choice = { Type: 'Choice', Choices: [{ Variable: '$', IsTimestamp: true, Next: 'Yes' }], Default: 'No' };
    const States = {
      Is: choice,
      Yes: { Type: 'Pass', Result: true, End: true },
      No: { Type: 'Pass', Result: false, End: true },
    };
    expect((await runDefinition({ StartAt: 'Is', States }, time)).output).toBe(seconds !== undefined);
  });
});
