import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { checkDefinition } from '../../engine/index.ts';

const LIMIT = 1_048_576;

const problems = (definition: object): readonly string[] =>
  checkDefinition(JSON.stringify(definition), LIMIT).map(
    ({ code, pointer, message }) => `${code} ${pointer}: ${message}`,
  );

const flow = (states: object, fields: object = { QueryLanguage: 'JSONata' }): object => ({
  ...fields,
  StartAt: Object.keys(states)[0],
  States: states,
});

const branch = (states: object): object => flow(states, {});

const INVOKE = 'arn:aws:states:::lambda:invoke';

/** What asl-validator 4.0.0 says of it: it changes what it is given. */
const aslValidator = (definition: object): boolean => validate(structuredClone(definition)).isValid;

const task = (fields: object): object => ({ Type: 'Task', Resource: INVOKE, End: true, ...fields });

describe('checkDefinition', () => {
  it.each<[string, object]>([
    ['states in a row', flow({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } })],
    [
      'a JSONata state in a JSONPath machine',
      flow({ A: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% 1 %}', End: true } }, {}),
    ],
    [
      'variables on every way that they can be set',
      flow({
        A: { Type: 'Pass', Assign: { x: 1 }, Next: 'C' },
        C: {
          Type: 'Choice',
          Choices: [{ Condition: '{% $x > 0 %}', Assign: { y: 2 }, Next: 'P' }],
          Assign: { y: 3 },
          Default: 'P',
        },
        P: {
          Type: 'Parallel',
          Branches: [
            branch({
              I: { Type: 'Pass', Assign: { inner: '{% $y %}' }, Next: 'J' },
              J: { Type: 'Pass', Output: '{% $inner + $x %}', End: true },
            }),
          ],
          Catch: [{ ErrorEquals: ['States.ALL'], Assign: { e: '{% $states.errorOutput %}' }, Next: 'F' }],
          Next: 'L',
        },
        L: { Type: 'Pass', Output: '{% $exists($e) ? 1 : $map([1], function($v, $i) { $v + $i }) %}', End: true },
        F: { Type: 'Fail', Error: '{% $e.Error %}' },
      }),
    ],
    [
      'names bound inside an expression',
      flow({
        A: {
          Type: 'Pass',
          Output: '{% ($n := 1; $states.input.items[price > $n]^(price).{ "p": price }) %}',
          End: true,
        },
      }),
    ],
    [
      'paths, intrinsic functions and every kind of choice rule',
      flow(
        {
          A: {
            Type: 'Pass',
            Parameters: { 'a.$': "States.Format('{}', $.x)", 'b.$': '$$.State.Name', c: [{ 'd.$': '$.e[0]' }] },
            ResultPath: '$.r',
            Next: 'C',
          },
          C: {
            Type: 'Choice',
            Choices: [
              {
                And: [
                  { Variable: '$.a', NumericGreaterThanEqualsPath: '$.b' },
                  { Not: { Variable: '$.a', IsPresent: true } },
                ],
                Next: 'D',
              },
              { Variable: '$.s', StringMatches: 'a*', Next: 'D' },
            ],
            Default: 'D',
          },
          D: { Type: 'Succeed' },
        },
        {},
      ),
    ],
  ])('accepts %s', (_name, definition) => {
    expect(problems(definition)).toStrictEqual([]);
  });

  it.each<[string, object, readonly string[]]>([
    [
      'a missing target',
      flow({ A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'Z' }], Default: 'B' }, B: { Type: 'Succeed' } }),
      [`MISSING_TRANSITION_TARGET /States/A/Choices/0/Next: Missing 'Next' target: Z`],
    ],
    ['a start that is not there', flow({ A: { Type: 'Succeed' } }, { StartAt: 'x' }), []],
    [
      'an unreachable state',
      flow({ A: { Type: 'Succeed' }, B: { Type: 'Succeed' } }),
      ['MISSING_TRANSITION_TARGET /States/B: State "B" is not reachable.'],
    ],
    [
      'no end',
      flow({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }),
      ['MISSING_END_STATE : Workflow has no terminal state'],
    ],
    [
      'a state without an end',
      flow({ A: { Type: 'Pass' }, B: { Type: 'Succeed' } }),
      [
        `SCHEMA_VALIDATION_FAILED /States/A: The state needs 'Next' or 'End: true'`,
        'MISSING_TRANSITION_TARGET /States/B: State "B" is not reachable.',
      ],
    ],
    [
      'an unknown type',
      flow({ A: { Type: 'Loop' } }),
      [
        'SCHEMA_VALIDATION_FAILED /States/A/Type: Value should be one of the following: [Task, Pass, Choice, Wait, Succeed, Fail, Parallel, Map]',
      ],
    ],
    [
      'a field of no kind',
      flow({ A: { Type: 'Pass', TimeoutSeconds: 1, End: true } }),
      [`SCHEMA_VALIDATION_FAILED /States/A: Field 'TimeoutSeconds' is not supported`],
    ],
    [
      'a field of JSONPath in JSONata',
      flow({ A: { Type: 'Pass', InputPath: '$.a', End: true } }),
      [
        `SCHEMA_VALIDATION_FAILED /States/A: The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage`,
      ],
    ],
    [
      'a field of JSONata in JSONPath',
      flow({ A: { Type: 'Pass', Output: 1, End: true } }, {}),
      [
        `SCHEMA_VALIDATION_FAILED /States/A: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage`,
      ],
    ],
    [
      'a comparison of JSONPath in JSONata',
      flow({
        A: { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'B' }], Default: 'B' },
        B: { Type: 'Succeed' },
      }),
      [
        'SCHEMA_VALIDATION_FAILED /States/A/Choices/0: These fields are required: [Condition]',
        `SCHEMA_VALIDATION_FAILED /States/A/Choices/0: The QueryLanguage is set to 'JSONata', but field 'Variable' is only supported for the 'JSONPath' QueryLanguage`,
        `SCHEMA_VALIDATION_FAILED /States/A/Choices/0: The QueryLanguage is set to 'JSONata', but field 'IsNull' is only supported for the 'JSONPath' QueryLanguage`,
      ],
    ],
    [
      'the language of a Map, which its states do not take',
      flow(
        {
          M: {
            Type: 'Map',
            QueryLanguage: 'JSONata',
            ItemProcessor: branch({ P: { Type: 'Pass', Output: 1, End: true } }),
            End: true,
          },
        },
        {},
      ),
      [
        `SCHEMA_VALIDATION_FAILED /States/M/ItemProcessor/States/P: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage`,
      ],
    ],
    [
      'a language on a branch',
      flow({ P: { Type: 'Parallel', Branches: [flow({ A: { Type: 'Succeed' } })], End: true } }),
      [`SCHEMA_VALIDATION_FAILED /States/P/Branches/0: Field 'QueryLanguage' is not supported`],
    ],
    [
      'an unknown language',
      flow({ A: { Type: 'Pass', QueryLanguage: 'jsonata', End: true } }, {}),
      ['SCHEMA_VALIDATION_FAILED /States/A/QueryLanguage: Value should be one of the following: [JSONPath, JSONata]'],
    ],
    [
      'JSONata that does not parse',
      flow({ A: { Type: 'Pass', Output: ['{% 1 + %}'], End: true } }),
      ['INVALID_JSONATA_EXPRESSION /States/A/Output/0: Unexpected end of expression'],
    ],
    [
      'a name with nothing to look it up in',
      flow({ A: { Type: 'Pass', Output: { v: '{% phone & $states.input.b %}' }, End: true } }),
      [`UNSUPPORTED_JSONATA_EXPRESSION /States/A/Output/v: Reference to 'phone' at the top level is not supported.`],
    ],
    [
      'the root of JSONata',
      flow({ A: { Type: 'Pass', Output: '{% $$ %}', End: true } }),
      [`UNSUPPORTED_JSONATA_EXPRESSION /States/A/Output: Reference to '$$' is not supported.`],
    ],
    [
      'a result where there is none',
      flow({ A: { Type: 'Pass', Output: '{% $states.result %}', End: true } }),
      [`UNSUPPORTED_JSONATA_EXPRESSION /States/A/Output: Field '$states.result' does not exist.`],
    ],
    [
      'an error where there is none',
      flow({ A: task({ Output: '{% $states.errorOutput %}' }) }),
      [`UNSUPPORTED_JSONATA_EXPRESSION /States/A/Output: Field '$states.errorOutput' does not exist.`],
    ],
    [
      'a path that is none',
      flow({ A: { Type: 'Pass', Parameters: { 'a.$': 'no' }, InputPath: 'x', End: true } }, {}),
      [
        `SCHEMA_VALIDATION_FAILED /States/A/InputPath: Value is not a valid JSONPath: 'x'`,
        `SCHEMA_VALIDATION_FAILED /States/A/Parameters/a.$: The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call`,
      ],
    ],
    [
      'a ResultPath that leads to many places',
      flow({ A: { Type: 'Pass', ResultPath: '$.a[*]', End: true } }, {}),
      [
        `SCHEMA_VALIDATION_FAILED /States/A/ResultPath: Value is not a Reference Path: '$.a[*]' can lead to more than one place`,
      ],
    ],
    [
      'a choice rule of two comparisons',
      flow(
        {
          A: { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, IsString: true, Next: 'B' }], Default: 'B' },
          B: { Type: 'Succeed' },
        },
        {},
      ),
      ['SCHEMA_VALIDATION_FAILED /States/A/Choices/0: A choice rule needs exactly one comparison, or And, Or or Not'],
    ],
    [
      'an operand of another type',
      flow(
        {
          A: { Type: 'Choice', Choices: [{ Variable: '$.a', NumericEquals: 'x', Next: 'B' }], Default: 'B' },
          B: { Type: 'Succeed' },
        },
        {},
      ),
      ['SCHEMA_VALIDATION_FAILED /States/A/Choices/0/NumericEquals: Expected value of type [NUMBER]'],
    ],
    [
      'States.ALL that is not alone or not last',
      flow({ A: task({ Retry: [{ ErrorEquals: ['States.ALL', 'X'] }, { ErrorEquals: ['Y'], MaxAttempts: -1 }] }) }),
      [
        'SCHEMA_VALIDATION_FAILED /States/A/Retry/0/ErrorEquals: States.ALL must stand alone in ErrorEquals',
        'SCHEMA_VALIDATION_FAILED /States/A/Retry/0/ErrorEquals: States.ALL must be in the last rule of its list',
        'SCHEMA_VALIDATION_FAILED /States/A/Retry/1/MaxAttempts: Minimum value is 0',
      ],
    ],
    [
      'a name used twice, across branches',
      flow({
        P: {
          Type: 'Parallel',
          Branches: [branch({ A: { Type: 'Succeed' } }), branch({ A: { Type: 'Succeed' } })],
          End: true,
        },
      }),
      ['DUPLICATE_STATE_NAME /States/P/Branches/1/States/A: Duplicate State name: A'],
    ],
    [
      'a name with a slash',
      flow({ 'a/b': { Type: 'Pass', Next: 'c' }, d: { Type: 'Succeed' } }),
      [
        `MISSING_TRANSITION_TARGET /States/a~1b/Next: Missing 'Next' target: c`,
        'MISSING_TRANSITION_TARGET /States/d: State "d" is not reachable.',
      ],
    ],
    [
      'a Wait that does not say how long',
      flow({ A: { Type: 'Wait', End: true } }),
      [
        'SCHEMA_VALIDATION_FAILED /States/A: A Wait state needs exactly one of Seconds, Timestamp, SecondsPath, TimestampPath, but has none',
      ],
    ],
    [
      'a number given twice',
      flow({ A: task({ TimeoutSeconds: 5, TimeoutSecondsPath: '$.t' }) }, {}),
      [
        `SCHEMA_VALIDATION_FAILED /States/A/TimeoutSeconds: A state has either 'TimeoutSeconds' or 'TimeoutSecondsPath', not both`,
      ],
    ],
    [
      'a variable named states',
      flow({ A: { Type: 'Pass', Assign: { states: 1, '1x': 2 }, End: true } }),
      [
        `SCHEMA_VALIDATION_FAILED /States/A/Assign/states: The variable name 'states' is reserved`,
        `SCHEMA_VALIDATION_FAILED /States/A/Assign/1x: '1x' is not a name for a variable: it has 1 to 80 letters, digits and _, and begins with no digit`,
      ],
    ],
    [
      'a ResultWriter without a destination',
      flow({
        M: {
          Type: 'Map',
          ItemProcessor: {
            ...branch({ A: { Type: 'Succeed' } }),
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          },
          ResultWriter: {},
          End: true,
        },
      }),
      [
        'SCHEMA_VALIDATION_FAILED /States/M/ResultWriter: ResultWriter needs Resource and its destination, or WriterConfig, or both',
      ],
    ],
  ])('finds %s', (name, definition, expected) => {
    if (name === 'a start that is not there') {
      expect(problems({ ...definition, StartAt: 'x' })).toStrictEqual([
        `MISSING_TRANSITION_TARGET /StartAt: Missing 'Next' target: x`,
        'MISSING_TRANSITION_TARGET /States/A: State "A" is not reachable.',
      ]);
    } else expect(problems(definition)).toStrictEqual(expected);
  });

  it('writes places as the service does', () => {
    const definition = flow({
      A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'Z' }], Default: 'B' },
      B: { Type: 'Succeed' },
    });
    expect(checkDefinition(JSON.stringify(definition), LIMIT).map(({ location }) => location)).toStrictEqual([
      '/States/A/Choices[0]/Next',
    ]);
  });

  it('refuses a task token in an EXPRESS machine', () => {
    const definition = flow({ A: task({ Resource: `${INVOKE}.waitForTaskToken` }) });
    expect(checkDefinition(JSON.stringify(definition), LIMIT, 'EXPRESS').map(({ location }) => location)).toStrictEqual(
      ['/States/A/Resource'],
    );
  });

  it.each([
    ['{', 'INVALID_JSON_DESCRIPTION'],
    ['', 'SCHEMA_VALIDATION_FAILED'],
    ['[]', 'SCHEMA_VALIDATION_FAILED'],
    ['{}', 'SCHEMA_VALIDATION_FAILED'],
    [' '.repeat(LIMIT + 1), 'DEFINITION_TOO_LARGE'],
    [`{"StartAt":"A","States":${'{"A":'.repeat(20_000)}1${'}'.repeat(20_000)}}`, 'SCHEMA_VALIDATION_FAILED'],
  ])('answers bad text with a problem and never throws', (text, code) => {
    expect(checkDefinition(text, LIMIT)[0]?.code).toBe(code);
  });
});

describe('what asl-validator 4.0.0 lets pass', () => {
  it.each<[string, object, readonly string[]]>([
    [
      'States.ALL beside another name',
      flow({ A: task({ Retry: [{ ErrorEquals: ['States.ALL', 'X'] }] }) }),
      ['SCHEMA_VALIDATION_FAILED /States/A/Retry/0/ErrorEquals: States.ALL must stand alone in ErrorEquals'],
    ],
    [
      'States.ALL before another rule',
      flow({
        A: {
          ...task({
            Catch: [
              { ErrorEquals: ['States.ALL'], Next: 'B' },
              { ErrorEquals: ['X'], Next: 'B' },
            ],
          }),
        },
        B: { Type: 'Succeed' },
      }),
      ['SCHEMA_VALIDATION_FAILED /States/A/Catch/0/ErrorEquals: States.ALL must be in the last rule of its list'],
    ],
    [
      'a heartbeat as long as the timeout',
      flow({ A: task({ TimeoutSeconds: 5, HeartbeatSeconds: 5 }) }),
      [
        'SCHEMA_VALIDATION_FAILED /States/A/HeartbeatSeconds: HeartbeatSeconds (5) must be less than TimeoutSeconds (5)',
      ],
    ],
    [
      'a batcher in an Inline Map',
      flow({
        M: {
          Type: 'Map',
          ItemBatcher: { MaxItemsPerBatch: 2 },
          ItemProcessor: branch({ A: { Type: 'Succeed' } }),
          End: true,
        },
      }),
      [
        `DISTRIBUTED_MAP_FIELD /States/M/ItemBatcher: Field 'ItemBatcher' belongs to a Distributed Map and does nothing here: set ItemProcessor.ProcessorConfig.Mode to DISTRIBUTED`,
      ],
    ],
    [
      'a variable that nothing sets',
      flow({ A: { Type: 'Pass', Output: '{% $gone %}', End: true } }),
      [`UNDEFINED_VARIABLE /States/A/Output: The variable '$gone' has no value here (none is set before this state)`],
    ],
    [
      'a variable that is set on another way only',
      flow({
        A: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Assign: { x: 1 }, Next: 'C' }], Default: 'B' },
        B: { Type: 'Pass', Output: '{% $x %}', End: true },
        C: { Type: 'Succeed' },
      }),
      [`UNDEFINED_VARIABLE /States/B/Output: The variable '$x' has no value here (none is set before this state)`],
    ],
    [
      'a variable of a branch, after it',
      flow({
        P: {
          Type: 'Parallel',
          Branches: [branch({ I: { Type: 'Pass', Assign: { i: 1 }, Next: 'J' }, J: { Type: 'Succeed' } })],
          Next: 'A',
        },
        A: { Type: 'Pass', Output: '{% $i %}', End: true },
      }),
      [`UNDEFINED_VARIABLE /States/A/Output: The variable '$i' has no value here (none is set before this state)`],
    ],
    [
      'an outer variable in a Distributed Map',
      flow({
        A: { Type: 'Pass', Assign: { x: 1 }, Next: 'M' },
        M: {
          Type: 'Map',
          ItemProcessor: {
            ...branch({ I: { Type: 'Pass', Output: '{% $x %}', End: true } }),
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          },
          End: true,
        },
      }),
      [
        `UNDEFINED_VARIABLE /States/M/ItemProcessor/States/I/Output: The variable '$x' has no value here (none is set before this state)`,
      ],
    ],
    [
      'a variable in a path',
      flow({ A: { Type: 'Pass', Parameters: { 'a.$': "States.Format('$x {}', $gone.b)" }, End: true } }, {}),
      [
        `UNDEFINED_VARIABLE /States/A/Parameters/a.$: The variable '$gone' has no value here (none is set before this state)`,
      ],
    ],
    [
      'an outer variable that a branch sets',
      flow({
        A: { Type: 'Pass', Assign: { x: 1 }, Next: 'P' },
        P: { Type: 'Parallel', Branches: [branch({ I: { Type: 'Pass', Assign: { x: 2 }, End: true } })], End: true },
      }),
      [
        `SCHEMA_VALIDATION_FAILED /States/P/Branches/0/States/I/Assign/x: The variable 'x' is set outside this branch, where it can be read but not set: give it another name here`,
      ],
    ],
    [
      'a JSONPath state in a JSONata machine',
      flow({ A: { Type: 'Pass', QueryLanguage: 'JSONPath', End: true } }),
      [
        `SCHEMA_VALIDATION_FAILED /States/A: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine`,
      ],
    ],
    [
      'more than 1 MiB',
      flow({ A: { Type: 'Pass', Comment: 'x'.repeat(LIMIT), End: true } }),
      [`DEFINITION_TOO_LARGE : The definition has ${String(LIMIT + 96)} bytes; at most ${String(LIMIT)} are allowed`],
    ],
    [
      'a delay that may not reach the interval',
      flow({ A: task({ Retry: [{ ErrorEquals: ['X'], IntervalSeconds: 9, MaxDelaySeconds: 5 }] }) }),
      [
        'SCHEMA_VALIDATION_FAILED /States/A/Retry/0/MaxDelaySeconds: MaxDelaySeconds must be greater than IntervalSeconds (9), but is 5',
      ],
    ],
  ])('finds %s', (_name, definition, expected) => {
    expect({ found: problems(definition), aslValidator: aslValidator(definition) }).toStrictEqual({
      found: expected,
      aslValidator: true,
    });
  });
});
