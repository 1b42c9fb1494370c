import { describe, expect, it } from 'vitest';
import { checkDefinition } from '../../engine/index.ts';

const LIMIT = 1_048_576;

const problems = (definition: object): readonly string[] =>
  checkDefinition(JSON.stringify(definition), LIMIT).map(
    ({ code, location, message }) => `${code} ${location}: ${message}`,
  );

const flow = (states: object): object => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(states)[0],
  States: states,
});

describe('checkDefinition', () => {
  it('accepts a sound definition', () => {
    expect(problems(flow({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } }))).toStrictEqual([]);
  });

  it.each<[string, object, readonly string[]]>([
    [
      'a missing target',
      flow({ A: { Type: 'Pass', Next: 'C' } }),
      [`MISSING_TRANSITION_TARGET /States/A/Next: Missing 'Next' target: "C" is not a state of these States: A`],
    ],
    [
      'an unreachable state',
      flow({ A: { Type: 'Succeed' }, B: { Type: 'Succeed' } }),
      ['MISSING_TRANSITION_TARGET /States/B: State "B" is not reachable.'],
    ],
    [
      'a state without an end',
      flow({ A: { Type: 'Pass' } }),
      [`SCHEMA_VALIDATION_FAILED /States/A: The state needs 'Next' or 'End: true'`],
    ],
    [
      'an unknown type',
      flow({ A: { Type: 'Loop' } }),
      [
        'SCHEMA_VALIDATION_FAILED /States/A/Type: Type must be one of Task, Pass, Choice, Wait, Succeed, Fail, Parallel, Map, but is "Loop"',
      ],
    ],
    [
      'a field of the other language',
      flow({ A: { Type: 'Pass', Parameters: {}, End: true } }),
      [
        `SCHEMA_VALIDATION_FAILED /States/A/Parameters: Field 'Parameters' belongs to JSONPath, but the query language here is JSONata`,
      ],
    ],
    [
      'a JSONPath state in a JSONata machine',
      flow({ A: { Type: 'Pass', QueryLanguage: 'JSONPath', End: true } }),
      ['SCHEMA_VALIDATION_FAILED /States/A/QueryLanguage: A JSONata state machine cannot have JSONPath states'],
    ],
    [
      'JSONata that does not parse',
      flow({ A: { Type: 'Pass', Output: ['{% 1 + %}'], End: true } }),
      [
        `INVALID_JSONATA /States/A/Output/0: The JSONata expression '1 +' is not valid: S0207: Unexpected end of expression`,
      ],
    ],
    [
      '$eval',
      flow({ A: { Type: 'Pass', Output: '{% $eval("1") %}', End: true } }),
      [
        `INVALID_JSONATA /States/A/Output: The JSONata expression '$eval("1")' uses $eval, which Step Functions does not have; use $parse`,
      ],
    ],
    [
      'States.ALL that is not alone and last',
      flow({
        A: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Retry: [{ ErrorEquals: ['States.ALL', 'X'] }, { ErrorEquals: ['Y'], MaxAttempts: -1 }],
          TimeoutSeconds: 5,
          HeartbeatSeconds: 5,
          End: true,
        },
      }),
      [
        'SCHEMA_VALIDATION_FAILED /States/A/Retry/0/ErrorEquals: States.ALL must stand alone in ErrorEquals',
        'SCHEMA_VALIDATION_FAILED /States/A/Retry/0/ErrorEquals: States.ALL must be in the last rule of its list',
        'SCHEMA_VALIDATION_FAILED /States/A/Retry/1/MaxAttempts: MaxAttempts must be a whole number of 0 or more, but is -1',
        'SCHEMA_VALIDATION_FAILED /States/A/HeartbeatSeconds: HeartbeatSeconds (5) must be less than TimeoutSeconds (5)',
      ],
    ],
    [
      'a name used twice, across branches',
      flow({
        P: {
          Type: 'Parallel',
          Branches: [flow({ A: { Type: 'Succeed' } }), flow({ A: { Type: 'Succeed' } })],
          End: true,
        },
      }),
      [
        `SCHEMA_VALIDATION_FAILED /States/P/Branches/1/States/A: The state name 'A' is used twice; names are unique in the whole state machine`,
      ],
    ],
    [
      'fields of a Distributed Map in an Inline one',
      flow({ M: { Type: 'Map', ItemBatcher: {}, ItemProcessor: flow({ A: { Type: 'Succeed' } }), End: true } }),
      [
        `SCHEMA_VALIDATION_FAILED /States/M/ItemBatcher: Field 'ItemBatcher' belongs to a Distributed Map: set ItemProcessor.ProcessorConfig.Mode to DISTRIBUTED`,
      ],
    ],
    [
      'a Wait that does not say how long',
      flow({ A: { Type: 'Wait', End: true } }),
      [
        'SCHEMA_VALIDATION_FAILED /States/A: A Wait state needs exactly one of Seconds, Timestamp, SecondsPath, TimestampPath, but has none',
      ],
    ],
  ])('finds %s', (_name, definition, expected) => {
    expect(problems(definition)).toStrictEqual(expected);
  });

  it.each([
    ['{', 'INVALID_JSON_DESCRIPTION'],
    ['[]', 'SCHEMA_VALIDATION_FAILED'],
    ['{"StartAt":"A","States":{}}', 'SCHEMA_VALIDATION_FAILED'],
    [' '.repeat(LIMIT + 1), 'DEFINITION_TOO_LARGE'],
    [
      `{"StartAt":"A","States":{"A":{"Type":"Pass","End":true,"Output":${'['.repeat(5000)}${']'.repeat(5000)}}}}`,
      'SCHEMA_VALIDATION_FAILED',
    ],
  ])('answers bad text with a problem and never throws', (text, code) => {
    expect(checkDefinition(text, LIMIT)[0]?.code).toBe(code);
  });
});
