import type { Json } from '../../engine/index.ts';

/** A machine in both query languages, of which aws-local-stepfunctions knows the first. */
export interface BenchCase {
  readonly name: string;
  readonly jsonPath: object;
  readonly jsonata: object;
  readonly input: Json;
}

export const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:nothing';

const pass = (): object => ({ Type: 'Pass' });
const task = (): object => ({ Type: 'Task', Resource: FUNCTION_ARN });

/** `length` states one after another, each made by `state`. */
const chain = (length: number, state: () => object): object => ({
  StartAt: 's0',
  States: Object.fromEntries(
    Array.from({ length }, (_, index) => [
      `s${index}`,
      { ...state(), ...(index + 1 < length ? { Next: `s${index + 1}` } : { End: true }) },
    ]),
  ),
});

const inJsonata = (flow: object): object => ({ QueryLanguage: 'JSONata', ...flow });

/** The same machine in both languages, where it has nothing that differs. */
const both = (name: string, flow: object, input: Json = {}): BenchCase => ({
  name,
  jsonPath: flow,
  jsonata: inJsonata(flow),
  input,
});

const map = (items: object): object => ({
  StartAt: 'Each',
  States: { Each: { Type: 'Map', ...items, ItemProcessor: chain(1, task), End: true } },
});

const mapCase = (length: number): BenchCase => ({
  name: `Map of ${length.toLocaleString('en')} tasks`,
  jsonPath: map({ ItemsPath: '$.items' }),
  jsonata: inJsonata(map({ Items: '{% $states.input.items %}' })),
  input: { items: Array.from({ length }, (_, index) => index) },
});

const parallel = (branches: number): object => ({
  StartAt: 'All',
  States: { All: { Type: 'Parallel', Branches: Array.from({ length: branches }, () => chain(1, task)), End: true } },
});

/** Branch names must differ, since state names are unique in a machine. */
const uniqueBranches = (flow: object): object => {
  let next = 0;
  return JSON.parse(JSON.stringify(flow).replaceAll('"s0"', () => `"b${Math.floor(next++ / 2)}"`)) as object;
};

/** 146 KB as JSON. */
const largePayload = (): Json => ({
  rows: Array.from({ length: 1_500 }, (_, id) => ({
    id,
    name: `row number ${id}`,
    values: [id, id * 2, id * 3],
    note: 'some text that is long enough',
  })),
});

export const CASES: readonly BenchCase[] = [
  mapCase(1_000),
  mapCase(10_000),
  both('chain of 1,000 Pass', chain(1_000, pass)),
  both('chain of 1,000 tasks', chain(1_000, task)),
  both('Parallel of 100 tasks', uniqueBranches(parallel(100))),
  {
    name: '146 KB through 20 states',
    jsonPath: chain(20, () => ({ Type: 'Pass', Parameters: { 'rows.$': '$.rows' } })),
    jsonata: inJsonata(chain(20, () => ({ Type: 'Pass', Output: { rows: '{% $states.input.rows %}' } }))),
    input: largePayload(),
  },
  {
    name: 'chain of 1,000 that pick two fields',
    jsonPath: chain(1_000, () => ({ Type: 'Pass', Parameters: { 'a.$': '$.a', 'd.$': '$.b.c', b: { c: 2 } } })),
    jsonata: inJsonata(
      chain(1_000, () => ({
        Type: 'Pass',
        Output: { a: '{% $states.input.a %}', d: '{% $states.input.b.c %}', b: { c: 2 } },
      })),
    ),
    input: { a: 'a text', b: { c: 1 } },
  },
  {
    name: 'chain of 1,000 that count',
    jsonPath: chain(1_000, () => ({ Type: 'Pass', Parameters: { 'n.$': 'States.MathAdd($.n, 1)' } })),
    jsonata: inJsonata(chain(1_000, () => ({ Type: 'Pass', Output: { n: '{% $states.input.n + 1 %}' } }))),
    input: { n: 0 },
  },
];
