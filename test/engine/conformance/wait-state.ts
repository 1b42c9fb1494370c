import { proved, type FeatureGroup } from './feature.ts';
import { oneState } from './one-state.ts';

const path = oneState('JSONPath');
const expression = oneState('JSONata');

const RUNTIME = 'States.Runtime';
const QUERY = 'States.QueryEvaluationError';

const until = (text: unknown): string =>
  `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.t == ${String(text)}`;

export const waitState: FeatureGroup = {
  title: 'Wait',
  features: [
    proved('Seconds', [
      path.gives('0 does not wait', { Type: 'Wait', Seconds: 0 }, { a: 1 }, { input: { a: 1 }, seconds: 0 }),
      path.gives('waits, and hands its input on', { Type: 'Wait', Seconds: 90 }, [1], { input: [1], seconds: 90 }),
      path.gives('waits most of a year', { Type: 'Wait', Seconds: 31_000_000 }, {}, { seconds: 31_000_000 }),
      expression.gives('as a number', { Type: 'Wait', Seconds: 3 }, {}, { seconds: 3 }),
      expression.gives(
        'as an expression',
        { Type: 'Wait', Seconds: '{% $states.input.n * 60 %}' },
        { n: 2 },
        { input: { n: 2 }, seconds: 120 },
      ),
      expression.gives(
        'with Output and Assign, which see the input',
        { Type: 'Wait', Seconds: 1, Output: '{% $states.input.n + 1 %}', Assign: { n: '{% $states.input.n %}' } },
        3,
        { input: { n: 2 }, assigned: { n: 2 }, seconds: 1 },
      ),
      expression.fails(
        'is refused as a text',
        { Type: 'Wait', Seconds: '{% "5" %}' },
        QUERY,
        `The JSONata expression '"5"' specified for the field 'Seconds' returned an unexpected result type. Expected 'integer', but was 'string' for value: "5"`,
        { location: 'Seconds' },
      ),
      expression.fails(
        'is refused as nothing',
        { Type: 'Wait', Seconds: '{% $states.input.gone %}' },
        QUERY,
        `The JSONata expression '$states.input.gone' specified for the field 'Seconds' returned nothing (undefined).`,
        { location: 'Seconds' },
      ),
    ]),
    proved('SecondsPath', [
      path.gives(
        'waits',
        { Type: 'Wait', SecondsPath: '$.in.s' },
        { in: { s: 7 } },
        { input: { in: { s: 7 } }, seconds: 7 },
      ),
      path.gives('of 0', { Type: 'Wait', SecondsPath: '$' }, 0, { input: 0, seconds: 0 }),
      path.gives(
        'into what InputPath leaves',
        { Type: 'Wait', InputPath: '$.in', SecondsPath: '$.s', OutputPath: '$.s' },
        4,
        { input: { in: { s: 4 } }, seconds: 4 },
      ),
      path.fails(
        'that leads nowhere',
        { Type: 'Wait', SecondsPath: '$.s' },
        RUNTIME,
        'The SecondsPath parameter does not reference an input value: $.s',
      ),
      path.fails(
        'to a negative number',
        { Type: 'Wait', SecondsPath: '$.s' },
        RUNTIME,
        'The SecondsPath parameter references a negative value: $.s == -1',
        { input: { s: -1 } },
      ),
      path.fails(
        'to a text',
        { Type: 'Wait', SecondsPath: '$.s' },
        RUNTIME,
        'The SecondsPath parameter cannot be parsed as a long value: $.s == soon',
        { input: { s: 'soon' } },
      ),
      path.fails(
        'to a fraction',
        { Type: 'Wait', SecondsPath: '$.s' },
        RUNTIME,
        'The SecondsPath parameter cannot be parsed as a long value: $.s == 1.5',
        { input: { s: 1.5 } },
      ),
    ]),
    proved('Timestamp', [
      path.gives('waits', { Type: 'Wait', Timestamp: '1970-01-01T00:01:00Z' }, {}, { seconds: 60 }),
      path.gives('with an offset', { Type: 'Wait', Timestamp: '1970-01-01T02:01:00+02:00' }, {}, { seconds: 60 }),
      path.gives(
        'does not look at fractions of a second',
        { Type: 'Wait', Timestamp: '1970-01-01T00:00:01.500Z' },
        {},
        { seconds: 1 },
      ),
      path.gives('in the past', { Type: 'Wait', Timestamp: '1969-12-31T23:59:59Z' }, {}, { seconds: 0 }),
      expression.gives(
        'as an expression',
        { Type: 'Wait', Timestamp: '{% $states.input & "T00:00:10Z" %}' },
        '1970-01-01',
        { input: '1970-01-01', seconds: 10 },
      ),
      expression.gives(
        'from the context',
        { Type: 'Wait', Timestamp: '{% $fromMillis($toMillis($states.context.State.EnteredTime) + 5000) %}' },
        {},
        { seconds: 5 },
      ),
    ]),
    proved('TimestampPath', [
      ...[
        '1970-01-01T00:00:09Z',
        '1970-01-01T00:00:09.000Z',
        '1970-01-01T00:00:09.0000000Z',
        '1970-01-01T01:00:09+01:00',
      ].map((t) => path.gives(`to ${t}`, { Type: 'Wait', TimestampPath: '$.t' }, { t }, { input: { t }, seconds: 9 })),
      // Recorded on AWS: localstack, base/test_wait.
      ...['1970-01-01T00:00:09', '1970-01-01T00:00:09.000', '1970-01-01', 'tomorrow'].map((t) =>
        path.fails(`to ${t}`, { Type: 'Wait', TimestampPath: '$.t' }, RUNTIME, until(t), { input: { t } }),
      ),
      path.fails('to a number', { Type: 'Wait', TimestampPath: '$.t' }, RUNTIME, until(9), { input: { t: 9 } }),
      path.fails(
        'that leads nowhere',
        { Type: 'Wait', TimestampPath: '$.t' },
        RUNTIME,
        'The TimestampPath parameter does not reference an input value: $.t',
      ),
    ]),
  ],
};
