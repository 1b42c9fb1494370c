import type { Outcome } from './contestants.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Where the two engines differ, which is right, and what says so. */
export interface Difference {
  readonly name: string;
  /** Why ours does what it does, with the source. */
  readonly because: string;
  /** The least machine that shows it. */
  readonly shown: {
    readonly state: Fields;
    readonly input?: unknown;
    readonly ours: Outcome;
    readonly theirs: Outcome;
  };
  /** The machine without what differs, object by object: there the two must agree. */
  readonly without: (fields: Fields, isInner: boolean) => Fields;
}

const SPEC = 'https://states-language.net/spec.html';
const RECORDED = 'recorded on AWS, localstack tests/aws/services/stepfunctions/v2';
const RUNTIME: Outcome = { error: 'States.Runtime' };

const mapText =
  (change: (text: string, name: string) => string) =>
  (fields: Fields): Fields =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? change(value, name) : value]),
    );

const isPath = (text: string): boolean => text.startsWith('$') || text.startsWith('States.');

const without = (fields: Fields, ...names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

const TYPE_TESTS: readonly (readonly [prefix: string, test: string])[] = [
  ['String', 'IsString'],
  ['Numeric', 'IsNumeric'],
  ['Boolean', 'IsBoolean'],
  ['Timestamp', 'IsTimestamp'],
];

/** A comparison that is made only where both sides have its type. */
const guarded = (fields: Fields): Fields => {
  if (!('Variable' in fields)) return fields;
  const { Next, ...comparison } = fields;
  const operator = Object.keys(comparison).find((name) => name !== 'Variable') ?? '';
  const test =
    operator === 'IsTimestamp' ? 'IsString' : TYPE_TESTS.find(([prefix]) => operator.startsWith(prefix))?.[1];
  if (test === undefined) return fields;
  const sides = operator.endsWith('Path') ? [comparison['Variable'], comparison[operator]] : [comparison['Variable']];
  const tests = sides.flatMap((Variable) =>
    test === 'IsTimestamp'
      ? [
          { Variable, IsString: true },
          { Variable, IsTimestamp: true },
        ]
      : [{ Variable, [test]: true }],
  );
  return { And: [...tests, comparison], ...(Next === undefined ? {} : { Next }) };
};

const choice = (rule: Fields): Fields => ({ Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' });

export const knownDifferences: readonly Difference[] = [
  {
    name: 'a Result that is 0, false, empty or null is not taken for none',
    because: `${SPEC}#pass-state: the output is the value of Result, whatever it is`,
    shown: { state: { Type: 'Pass', Result: false }, input: 1, ours: { output: false }, theirs: { output: 1 } },
    without: (fields) => ('Result' in fields && !fields['Result'] ? without(fields, 'Result') : fields),
  },
  {
    name: 'ResultPath $ is the root, and no field of that name',
    because: `${SPEC}#using-paths: "$" is the whole; the default of ResultPath`,
    shown: {
      state: { Type: 'Pass', Result: 1, ResultPath: '$' },
      input: {},
      ours: { output: 1 },
      theirs: { output: { $: 1 } },
    },
    without: (fields) => (fields['ResultPath'] === '$' ? without(fields, 'ResultPath') : fields),
  },
  {
    name: 'a Choice that leads nowhere fails with States.Runtime',
    because: `${RECORDED}: the service says States.Runtime, the specification States.NoChoiceMatched`,
    shown: {
      state: { Type: 'Choice', Choices: [{ Variable: '$', IsNull: true, Next: 'Yes' }] },
      input: 1,
      ours: RUNTIME,
      theirs: { error: 'States.NoChoiceMatched' },
    },
    without: (fields) => {
      const [first] = Array.isArray(fields['Choices']) ? (fields['Choices'] as readonly Fields[]) : [];
      return first === undefined || 'Default' in fields ? fields : { ...fields, Default: first['Next'] };
    },
  },
  {
    name: 'a type test may ask for false',
    because: `${SPEC}#choice-state: the value is true or false, and means that the Variable has, or has not, the type`,
    shown: {
      state: choice({ Variable: '$', IsNull: false }),
      input: 1,
      ours: { output: 'Yes' },
      theirs: { output: 'No' },
    },
    without: (fields) => {
      const test = Object.keys(fields).find((name) => name.startsWith('Is') && fields[name] === false);
      if (test === undefined || test === 'IsPresent') return fields;
      const { Next, Variable } = fields;
      return { Not: { Variable, [test]: true }, ...(Next === undefined ? {} : { Next }) };
    },
  },
  {
    name: 'a comparison with a value of another type does not hold',
    because: `${SPEC}#choice-state: "the field's value matches only if it is of the type"; theirs coerces as JavaScript does, or fails`,
    shown: {
      state: choice({ Variable: '$.v', NumericLessThan: 1 }),
      input: { v: false },
      ours: { output: 'No' },
      theirs: { output: 'Yes' },
    },
    without: guarded,
  },
  {
    name: 'the context of a branch is that of the execution',
    because:
      'https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html: Execution.Input is the input of the execution; theirs gives what the branch got',
    shown: {
      state: {
        Type: 'Map',
        ItemProcessor: {
          StartAt: 'I',
          States: { I: { Type: 'Pass', InputPath: '$$.Execution.Input', End: true } },
        },
        End: true,
      },
      input: [5],
      ours: { output: [[5]] },
      theirs: { output: [5] },
    },
    without: (fields, isInner) =>
      isInner ? mapText((text) => text.replaceAll(/\$\$\.Execution\.Input(\.b)?/g, '$.a'))(fields) : fields,
  },
  {
    name: 'an index past the end of a list gives null in a template',
    because: `${RECORDED}/scenarios: Parameters give null there`,
    shown: {
      state: { Type: 'Pass', Parameters: { 'v.$': '$.l[3]' }, End: true },
      input: { l: [] },
      ours: { output: { v: null } },
      theirs: RUNTIME,
    },
    without: mapText((text, name) => (name.endsWith('.$') ? text.replaceAll(/\[\d\]/g, '') : text)),
  },
  {
    name: 'a path of many matches gives a list, also of none',
    because: `${SPEC}#paths and com.jayway.jsonpath, which the service uses; jsonpath-plus gives undefined, which theirs takes for a path that leads nowhere`,
    shown: {
      state: { Type: 'Pass', OutputPath: '$.l[*]', End: true },
      input: { l: [] },
      ours: { output: [] },
      theirs: RUNTIME,
    },
    without: mapText((text) =>
      isPath(text) ? text.replaceAll(/\[\*\]|\[0:2\]|\[\?\(@ > 1\)\]|\.\*/g, '').replaceAll('$..x', '$') : text,
    ),
  },
  {
    name: 'a whole input that is 0, false, empty or null is there',
    because: `${SPEC}#paths: "$" is the whole input; jsonpath-plus looks at nothing in a document that is falsy`,
    shown: {
      state: { Type: 'Pass', OutputPath: '$', End: true },
      input: 0,
      ours: { output: 0 },
      theirs: RUNTIME,
    },
    without: (fields) => {
      if (
        fields['Variable'] === '$' ||
        Object.entries(fields).some(([name, value]) => name.endsWith('Path') && value === '$' && 'Variable' in fields)
      ) {
        const { Next } = fields;
        return { Variable: '$$.Execution.StartTime', IsString: true, ...(Next === undefined ? {} : { Next }) };
      }
      return Object.fromEntries(
        Object.entries(fields)
          .filter(
            ([name, text]) => !((name === 'InputPath' || name === 'OutputPath' || name.endsWith('.$')) && text === '$'),
          )
          .map(([name, text]) => [
            name,
            typeof text === 'string' && text.startsWith('States.') ? text.replaceAll(/\$(?=[,)])/g, "'a'") : text,
          ]),
      );
    },
  },
  {
    name: 'what an intrinsic function cannot do fails with States.IntrinsicFailure, and an item past the end is such a thing',
    because: `${SPEC}#appendix-a: States.IntrinsicFailure; theirs fails with States.Runtime or gives null`,
    shown: {
      state: { Type: 'Pass', Parameters: { 'v.$': 'States.ArrayGetItem($.l, 3)' }, End: true },
      input: { l: [] },
      ours: { error: 'States.IntrinsicFailure' },
      theirs: { output: { v: null } },
    },
    without: mapText((text) =>
      /^States\.(ArrayGetItem|ArrayLength|ArrayUnique|ArrayContains|ArrayPartition|MathAdd\(\$|StringToJson|Base64Encode|Hash)/.test(
        text,
      )
        ? 'States.Array(1)'
        : text,
    ),
  },
  {
    name: 'States.StringSplit splits at each of the characters, and leaves out what is empty',
    because:
      'https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html: "1,2,3,4,5" and several delimiters at once',
    shown: {
      state: { Type: 'Pass', Parameters: { 'v.$': "States.StringSplit('a,,b;c', ',;')" }, End: true },
      ours: { output: { v: ['a', 'b', 'c'] } },
      theirs: { output: { v: ['a,,b;c'] } },
    },
    without: mapText((text) => (text.startsWith('States.StringSplit') ? 'States.Array(1)' : text)),
  },
  {
    name: 'States.JsonMerge changes nothing but its result',
    because: `${SPEC}#appendix-b: intrinsic functions give values; theirs writes into the state's input`,
    shown: {
      state: {
        Type: 'Pass',
        Parameters: { 'a.$': `States.JsonMerge($.o, States.StringToJson('{"z":1}'), false)`, 'b.$': '$.o' },
        End: true,
      },
      input: { o: {} },
      ours: { output: { a: { z: 1 }, b: {} } },
      theirs: { output: { a: { z: 1 }, b: { z: 1 } } },
    },
    without: mapText((text) => (text.startsWith('States.JsonMerge') ? 'States.Array(1)' : text)),
  },
  {
    name: 'States.Format takes lists and objects',
    because:
      'https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html: its arguments are "one or more Paths"; they come as JSON',
    shown: {
      state: { Type: 'Pass', Parameters: { 'v.$': "States.Format('{}', $)" }, End: true },
      input: [1],
      ours: { output: { v: '[1]' } },
      theirs: RUNTIME,
    },
    without: mapText((text) => (text.startsWith('States.Format') ? 'States.Array(1)' : text)),
  },
  {
    name: 'JSON made by a function keeps its backslashes',
    because:
      'https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html: States.JsonToString gives JSON; theirs takes every backslash out of a text',
    shown: {
      state: { Type: 'Pass', Parameters: { 'v.$': 'States.JsonToString($)' }, End: true },
      input: '"',
      ours: { output: { v: '"\\""' } },
      theirs: { output: { v: '"""' } },
    },
    without: mapText((text) => (text.includes('States.JsonToString') ? 'States.Array(1)' : text)),
  },
  {
    name: 'States.TaskFailed also names the failure of a task inside of a Parallel or Map',
    because:
      'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html: a wildcard for any error but States.Timeout, in any Retry or Catch',
    shown: {
      state: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'F', States: { F: { Type: 'Fail', Error: 'E1', Cause: 'why' } } }],
        Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Yes' }],
        Next: 'Yes',
      },
      ours: { output: 'Yes' },
      theirs: { error: 'E1', cause: 'why' },
    },
    without: (fields) => {
      if (fields['Type'] !== 'Parallel' && fields['Type'] !== 'Map') return fields;
      const named = (rules: unknown): unknown =>
        (rules as readonly { readonly ErrorEquals: readonly string[] }[]).map((rule) =>
          rule.ErrorEquals[0] === 'States.TaskFailed' ? { ...rule, ErrorEquals: ['Never'] } : rule,
        );
      return {
        ...fields,
        ...('Retry' in fields ? { Retry: named(fields['Retry']) } : {}),
        ...('Catch' in fields ? { Catch: named(fields['Catch']) } : {}),
      };
    },
  },
  {
    name: 'of two branches that fail in one instant either may be the first',
    because: `${SPEC}#parallel-state: branches run "as concurrently as possible"; nothing says which of them is first`,
    shown: {
      state: {
        Type: 'Parallel',
        Branches: [
          {
            StartAt: 'A',
            States: {
              A: { Type: 'Wait', Seconds: 0, Next: 'B' },
              B: { Type: 'Pass', InputPath: '$.gone', End: true },
            },
          },
          {
            StartAt: 'P',
            States: {
              P: {
                Type: 'Parallel',
                Branches: [{ StartAt: 'C', States: { C: { Type: 'Succeed' } } }],
                Next: 'F',
              },
              F: { Type: 'Fail', Error: 'E1', Cause: 'why' },
            },
          },
        ],
      },
      ours: { error: 'E1', cause: 'why' },
      theirs: RUNTIME,
    },
    without: (fields) => {
      const branches = fields['Branches'];
      if (Array.isArray(branches)) return { ...fields, Branches: branches.slice(0, 1) as readonly unknown[] };
      return fields['Type'] === 'Map' ? { ...fields, MaxConcurrency: 1 } : fields;
    },
  },
];
