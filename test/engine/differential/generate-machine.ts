import fc from 'fast-check';

/** A state as it is generated: without a name, and without its way on. */
interface Draft {
  readonly state: Readonly<Record<string, unknown>>;
  /** How many states further the rules of a Choice and the catchers of a state lead. */
  readonly leaps?: readonly number[];
  readonly flows?: readonly Flow[];
}

type Flow = readonly Draft[];

export interface GeneratedMachine {
  readonly definition: object;
  readonly input: unknown;
}

const scalar = fc.constantFrom<unknown>(
  null,
  true,
  false,
  0,
  1,
  2,
  -3,
  1.5,
  '',
  'a',
  'b',
  'x,y',
  '2026-01-01T00:00:00Z',
);
const list = fc.array(scalar, { maxLength: 4 });
const value = fc.oneof({ weight: 3, arbitrary: scalar }, list, fc.record({ x: scalar, y: list }, { requiredKeys: [] }));

const input = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      a: value,
      b: scalar,
      list,
      o: fc.record({ x: scalar, y: list }),
      s: fc.constantFrom('a', 'x,y'),
    }),
  },
  list,
  scalar,
);

const path = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('$', '$.a', '$.b', '$.list', '$.o', '$.o.x', '$.o.y', '$.s', "$['o']['x']") },
  { weight: 2, arbitrary: fc.constantFrom('$.list[0]', '$.list[1]', '$.list[*]', '$.list[0:2]', '$..x', '$.o.*') },
  fc.constantFrom('$.list[?(@ > 1)]', '$.gone', '$.a.x', '$$.Execution.Input', '$$.Execution.Input.b', '$.list[3]'),
);

const argument = fc.oneof(
  path,
  fc.constantFrom('1', "'a'", 'true', 'null', "States.Array(1, 'b')", 'States.MathAdd(1, 2)'),
);

const intrinsic = fc.oneof(
  fc.tuple(argument, argument).map(([one, two]) => `States.Array(${one}, ${two})`),
  argument.map((one) => `States.Format('<{}>', ${one})`),
  argument.map((one) => `States.JsonToString(${one})`),
  fc.constantFrom(
    'States.ArrayLength($.list)',
    'States.ArrayUnique($.list)',
    'States.ArrayContains($.list, 1)',
    'States.ArrayPartition($.list, 2)',
    'States.ArrayGetItem($.list, 0)',
    'States.ArrayGetItem($.list, 3)',
    'States.ArrayRange(1, 7, 3)',
    'States.ArrayRange(3, 1, 1)',
    'States.MathAdd(5, -2)',
    'States.MathAdd($.b, 1)',
    "States.StringSplit($.s, ',')",
    "States.StringSplit('a,,b;c', ',;')",
    'States.JsonMerge($.o, $.o, false)',
    'States.JsonMerge($.o, States.StringToJson(\'{"z":1}\'), false)',
    'States.StringToJson($.s)',
    'States.Base64Encode($.s)',
    "States.Base64Decode('YWI=')",
    "States.Hash($.s, 'SHA-256')",
    "States.Format('\\\\{{}\\\\}', $.s)",
  ),
);

const template = fc
  .dictionary(
    fc.constantFrom('p', 'q', 'r'),
    fc.oneof(
      path.map((text) => ['.$', text] as const),
      intrinsic.map((text) => ['.$', text] as const),
      value.map((constant) => ['', constant] as const),
      path.map((text) => ['', [{ 'n.$': text }, 1]] as const),
    ),
    { maxKeys: 3 },
  )
  .map((fields) =>
    Object.fromEntries(Object.entries(fields).map(([name, [suffix, content]]) => [name + suffix, content])),
  );

const maybe = <T>(name: string, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc.option(arbitrary, { nil: undefined }).map((found) => (found === undefined ? {} : { [name]: found }));

const together = (...parts: readonly fc.Arbitrary<Record<string, unknown>>[]): fc.Arbitrary<Record<string, unknown>> =>
  fc.tuple(...parts).map((found) => Object.assign({}, ...found) as Record<string, unknown>);

const inputPath = maybe('InputPath', fc.oneof({ weight: 4, arbitrary: path }, fc.constant(null)));
const outputPath = maybe('OutputPath', fc.oneof({ weight: 4, arbitrary: path }, fc.constant(null)));
const resultPath = maybe('ResultPath', fc.constantFrom<string | null>('$', '$.a', '$.r', '$.o.r', '$.new.deep', null));
/** Most states have few of the fields, or hardly any machine would come to its end. */
const seldom = (fields: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<Record<string, unknown>> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant({}) }, fields);

const errors = fc.constantFrom(
  ['E1'],
  ['E2'],
  ['E1', 'E2'],
  ['States.TaskFailed'],
  ['States.ALL'],
  ['States.Runtime'],
  ['States.IntrinsicFailure'],
);
const retriers = fc
  .array(
    fc.tuple(
      errors.filter(([name]) => name !== 'States.ALL'),
      fc.integer({ min: 0, max: 2 }),
    ),
    { maxLength: 2 },
  )
  .map((rules) => rules.map(([ErrorEquals, MaxAttempts]) => ({ ErrorEquals, MaxAttempts })));
const catcher = fc.tuple(errors, maybe('ResultPath', fc.constantFrom<string | null>('$.e', '$', null)));

const rule = fc.letrec<{ rule: Record<string, unknown> }>((tie) => ({
  rule: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .oneof(
        fc.tuple(
          path,
          fc.constantFrom('StringEquals', 'StringLessThan', 'StringGreaterThanEquals'),
          fc.constantFrom('a', 'b'),
          fc.boolean(),
        ),
        fc.tuple(
          path,
          fc.constantFrom('NumericEquals', 'NumericLessThan', 'NumericGreaterThanEquals'),
          fc.constantFrom(0, 1, 2),
          fc.boolean(),
        ),
        fc.tuple(path, fc.constant('BooleanEquals'), fc.boolean(), fc.boolean()),
        fc.tuple(path, fc.constant('TimestampLessThan'), fc.constant('2026-06-01T00:00:00Z'), fc.constant(false)),
        fc.tuple(path, fc.constant('StringMatches'), fc.constantFrom('*', 'x*', '*,y'), fc.constant(false)),
        fc.tuple(
          path,
          fc.constantFrom('IsNull', 'IsString', 'IsNumeric', 'IsBoolean', 'IsTimestamp', 'IsPresent'),
          fc.boolean(),
          fc.constant(false),
        ),
      )
      .chain(([Variable, operator, wanted, byPath]) =>
        byPath
          ? path.map((other): Record<string, unknown> => ({ Variable, [`${operator}Path`]: other }))
          : fc.constant<Record<string, unknown>>({ Variable, [operator]: wanted }),
      ),
    fc.array(tie('rule'), { minLength: 1, maxLength: 2 }).map((inner) => ({ And: inner })),
    fc.array(tie('rule'), { minLength: 1, maxLength: 2 }).map((inner) => ({ Or: inner })),
    tie('rule').map((inner) => ({ Not: inner })),
  ),
})).rule;

/** What a task does with its input, which its Resource names. */
const behaviour = fc.constantFrom('echo', 'echo', 'one', 'list', 'E1', 'E2', 'E1-for-numbers');

const drafts = fc.letrec<{ draft: Draft; flow: Flow }>((tie) => {
  const recovery = fc
    .tuple(seldom(maybe('Retry', retriers)), fc.array(catcher, { maxLength: 2 }))
    .map(([retry, catchers]) => {
      // States.ALL stands last in its list, where it stands at all.
      const all = catchers.findIndex(([names]) => names[0] === 'States.ALL');
      const kept = all < 0 ? catchers : catchers.slice(0, all + 1);
      return {
        ...retry,
        ...(kept.length === 0 ? {} : { Catch: kept.map(([ErrorEquals, fields]) => ({ ErrorEquals, ...fields })) }),
      };
    });
  const working = together(
    seldom(inputPath),
    seldom(maybe('ResultSelector', template)),
    seldom(resultPath),
    seldom(outputPath),
    recovery,
  );
  const leaps = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 3 });
  return {
    draft: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'states' },
      together(
        fc.constant({ Type: 'Pass' }),
        fc.oneof(maybe('Result', value), maybe('Parameters', template)),
        seldom(inputPath),
        seldom(resultPath),
        seldom(outputPath),
      ).map((state) => ({ state })),
      together(fc.constant({ Type: 'Wait', Seconds: 0 }), seldom(inputPath), seldom(outputPath)).map((state) => ({
        state,
      })),
      fc
        .tuple(
          together(fc.constant({ Type: 'Choice' }), seldom(inputPath), seldom(outputPath)),
          fc.array(rule, { minLength: 1, maxLength: 2 }),
          fc.boolean(),
          leaps,
        )
        .map(([state, Choices, hasDefault, ways]) => ({
          state: { ...state, Choices, ...(hasDefault ? { Default: true } : {}) },
          leaps: ways,
        })),
      fc
        .tuple(behaviour, working, seldom(maybe('Parameters', template)), leaps)
        .map(([does, fields, parameters, ways]) => ({
          state: {
            Type: 'Task',
            Resource: `arn:aws:lambda:us-east-1:000000000000:function:${does}`,
            ...parameters,
            ...fields,
          },
          leaps: ways,
        })),
      fc
        .tuple(
          working,
          seldom(maybe('Parameters', template)),
          fc.array(tie('flow'), { minLength: 1, maxLength: 2 }),
          leaps,
        )
        .map(([fields, parameters, flows, ways]) => ({
          state: { Type: 'Parallel', ...parameters, ...fields },
          flows,
          leaps: ways,
        })),
      fc
        .tuple(
          working,
          fc.constantFrom({}, { ItemsPath: '$.list' }, { ItemsPath: '$.list' }, { ItemsPath: '$.o.y' }),
          fc.constantFrom({}, { MaxConcurrency: 1 }),
          seldom(
            fc.constantFrom(
              { ItemSelector: { 'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value' } },
              { ItemSelector: { 'a.$': '$$.Map.Item.Value', b: 1, list: [1, 2], o: { x: 1, y: [2] }, s: 'x,y' } },
            ),
          ),
          tie('flow'),
          leaps,
        )
        .map(([fields, items, concurrency, selector, flow, ways]) => ({
          state: { Type: 'Map', ...items, ...concurrency, ...selector, ...fields },
          flows: [flow],
          leaps: ways,
        })),
    ),
    flow: fc
      .tuple(
        fc.array(tie('draft'), { minLength: 1, maxLength: 3 }),
        fc.constantFrom<Draft>(
          { state: { Type: 'Succeed' } },
          { state: { Type: 'Succeed' } },
          { state: { Type: 'Succeed', OutputPath: '$.a' } },
          { state: { Type: 'Fail', Error: 'E1', Cause: 'why' } },
        ),
      )
      .map(([states, last]) => [...states, last]),
  };
});

/** Gives every state a name of its own and its way on: every state leads to the next one, so that all can be reached. */
const assemble = (flow: Flow, names: { count: number }): object => {
  const own = flow.map(() => `s${names.count++}`);
  const nameAt = (index: number): string => own[Math.min(index, own.length - 1)] ?? '';
  const States = flow.map(({ state, leaps = [], flows = [] }, index): [string, object] => {
    const { Type } = state;
    const made: Record<string, unknown> = { ...state };
    const inner = flows.map((one) => assemble(one, names));
    if (Type === 'Parallel') made['Branches'] = inner;
    if (Type === 'Map') made['ItemProcessor'] = inner[0];
    const ways = (rules: unknown): unknown =>
      (rules as readonly object[]).map((one, at) => ({ ...one, Next: nameAt(index + (leaps[at] ?? 1)) }));
    if ('Catch' in made) made['Catch'] = ways(made['Catch']);
    if (Type === 'Choice') {
      const [first, ...others] = ways(made['Choices']) as object[];
      // Without a Default the first rule leads to the next state, which would not be reached otherwise.
      made['Choices'] =
        made['Default'] === undefined ? [{ ...first, Next: nameAt(index + 1) }, ...others] : [first, ...others];
      if (made['Default'] !== undefined) made['Default'] = nameAt(index + 1);
    } else if (Type !== 'Succeed' && Type !== 'Fail') made['Next'] = nameAt(index + 1);
    return [nameAt(index), made];
  });
  return { StartAt: nameAt(0), States: Object.fromEntries(States) };
};

/** Machines in JSONPath of every state kind, with every field for data, and inputs for them. */
export const generatedMachine: fc.Arbitrary<GeneratedMachine> = fc
  .tuple(drafts.flow, input)
  .map(([flow, given]) => ({ definition: assemble(flow, { count: 0 }), input: given }));
