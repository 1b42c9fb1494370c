import { describe, expect, it } from 'vitest';
import { type Acts, fatesOf, runShort, type ShortPipeline } from './define.ts';

/** A pipeline, and row by row what its steps do and what becomes of it. */
interface Table {
  readonly of: string;
  readonly pipeline: ShortPipeline;
  /** By execution; one second unless told, and three for a node called `other`. */
  readonly seconds?: Readonly<Record<string, number>>;
  readonly rows: readonly (readonly [acts: Acts, fates: string])[];
}

const chain = (onError?: string): ShortPipeline => ({
  nodes: { a: onError === undefined ? {} : { 'on-error': onError }, b: {}, c: {}, other: {}, last: {} },
  edges: ['a > b', 'b > c', 'other > last'],
});

/** The failover of Argo's documentation and of couler's examples: try 290, then 280, then 255. */
const failover = (statusMode: string): ShortPipeline => ({
  nodes: {
    pre: {},
    n290: { depends: 'pre.Succeeded' },
    n280: { depends: 'n290.Failed' },
    n255: { depends: 'n280.Failed' },
    err: { depends: 'n280.Failed && n290.Failed && n255.Failed' },
    fin: { depends: 'n290.Succeeded || n280.Succeeded || n255.Succeeded' },
  },
  fields: { 'status-mode': statusMode },
});
const [S, F, E, K, O] = ['succeeded', 'failed', 'errored', 'skipped', 'omitted'];

const tables: readonly Table[] = [
  {
    of: 'on-error: stop-all, which is the default',
    pipeline: chain(),
    rows: [
      [{}, `a ${S}, b ${S}, c ${S}, other ${S}, last ${S}: ${S}`],
      // The other branch is cut short: its first node was at work, its second had not begun.
      [{ a: 'failed' }, `a ${F}, b ${O}, c ${O}, other stopped, last stopped: ${F}`],
      [{ a: 'killed' }, `a ${E}, b ${O}, c ${O}, other stopped, last stopped: ${F}`],
      [{ b: 'errored' }, `a ${S}, b ${E}, c ${O}, other stopped, last stopped: ${F}`],
    ],
  },
  {
    of: 'on-error: stop-next',
    pipeline: chain('stop-next'),
    rows: [
      [{}, `a ${S}, b ${S}, c ${S}, other ${S}, last ${S}: ${S}`],
      [{ a: 'failed' }, `a ${F}, b ${O}, c ${O}, other ${S}, last ${S}: ${F}`],
      [{ a: 'killed' }, `a ${E}, b ${O}, c ${O}, other ${S}, last ${S}: ${F}`],
    ],
  },
  {
    of: 'on-error: continue',
    pipeline: chain('continue'),
    rows: [
      [{}, `a ${S}, b ${S}, c ${S}, other ${S}, last ${S}: ${S}`],
      [{ a: 'failed' }, `a ${F}, b ${S}, c ${S}, other ${S}, last ${S}: ${S}`],
      [{ a: 'throttled' }, `a ${E}, b ${S}, c ${S}, other ${S}, last ${S}: ${S}`],
      [{ a: 'failed', b: 'failed' }, `a ${F}, b ${F}, c ${O}, other stopped, last stopped: ${F}`],
    ],
  },
  {
    of: 'on-error: retry, three times unless the step says otherwise',
    pipeline: chain('retry'),
    rows: [
      [{ a: ['failed', 'killed', 'failed', 'succeeded'] }, `a ${S}, b ${S}, c ${S}, other ${S}, last ${S}: ${S}`],
      [{ a: 'failed' }, `a ${F}, b ${O}, c ${O}, other ${S}, last ${S}: ${F}`],
    ],
  },
  {
    of: 'retry of the step with on-error: stop-next',
    pipeline: { ...chain('stop-next'), retry: { attempts: 1, 'backoff-rate': 2, interval: 1 } },
    rows: [
      [{ a: ['failed', 'succeeded'] }, `a ${S}, b ${S}, c ${S}, other ${S}, last ${S}: ${S}`],
      [{ a: ['failed', 'failed', 'succeeded'] }, `a ${F}, b ${O}, c ${O}, other ${S}, last ${S}: ${F}`],
    ],
  },
  {
    of: 'failover, by the outcome',
    pipeline: failover('outcome'),
    rows: [
      [{}, `pre ${S}, n290 ${S}, n280 ${O}, n255 ${O}, err ${O}, fin ${S}: ${S}`],
      [{ n290: 'failed' }, `pre ${S}, n290 ${F}, n280 ${S}, n255 ${O}, err ${O}, fin ${S}: ${S}`],
      [{ n290: 'failed', n280: 'failed' }, `pre ${S}, n290 ${F}, n280 ${F}, n255 ${S}, err ${O}, fin ${S}: ${S}`],
      [
        { n290: 'failed', n280: 'failed', n255: 'failed' },
        `pre ${S}, n290 ${F}, n280 ${F}, n255 ${F}, err ${S}, fin ${O}: ${S}`,
      ],
      [{ n290: 'errored' }, `pre ${S}, n290 ${E}, n280 ${O}, n255 ${O}, err ${O}, fin ${O}: ${F}`],
      [{ n290: 'failed', n280: 'errored' }, `pre ${S}, n290 ${F}, n280 ${E}, n255 ${O}, err ${O}, fin ${O}: ${F}`],
      [{ pre: 'failed' }, `pre ${F}, n290 ${O}, n280 ${O}, n255 ${O}, err ${O}, fin ${O}: ${F}`],
    ],
  },
  {
    // references: Argo's own phases of the same pipeline, which forgive no failure above a leaf that was left out.
    of: "failover, by Argo's rule",
    pipeline: failover('argo'),
    rows: [
      [{}, `pre ${S}, n290 ${S}, n280 ${O}, n255 ${O}, err ${O}, fin ${S}: ${S}`],
      [{ n290: 'failed' }, `pre ${S}, n290 ${F}, n280 ${S}, n255 ${O}, err ${O}, fin ${S}: ${F}`],
      [{ n290: 'failed', n280: 'failed' }, `pre ${S}, n290 ${F}, n280 ${F}, n255 ${S}, err ${O}, fin ${S}: ${F}`],
      [
        { n290: 'failed', n280: 'failed', n255: 'failed' },
        `pre ${S}, n290 ${F}, n280 ${F}, n255 ${F}, err ${S}, fin ${O}: ${F}`,
      ],
      [{ n290: 'errored' }, `pre ${S}, n290 ${E}, n280 ${O}, n255 ${O}, err ${O}, fin ${O}: ${F}`],
      [{ n290: 'failed', n280: 'errored' }, `pre ${S}, n290 ${F}, n280 ${E}, n255 ${O}, err ${O}, fin ${O}: ${F}`],
      [{ pre: 'failed' }, `pre ${F}, n290 ${O}, n280 ${O}, n255 ${O}, err ${O}, fin ${O}: ${F}`],
    ],
  },
  {
    of: 'every result of depends',
    pipeline: {
      nodes: {
        a: {},
        s: { depends: 'a.Succeeded' },
        f: { depends: 'a.Failed' },
        e: { depends: 'a.Errored' },
        o: { depends: 's.Omitted' },
        bare: { depends: 'a' },
        not: { depends: '!a.Succeeded' },
      },
    },
    rows: [
      [{}, `a ${S}, s ${S}, f ${O}, e ${O}, o ${O}, bare ${S}, not ${O}: ${S}`],
      [{ a: 'failed' }, `a ${F}, s ${O}, f ${S}, e ${O}, o ${S}, bare ${O}, not ${S}: ${S}`],
      [{ a: 'errored' }, `a ${E}, s ${O}, f ${O}, e ${S}, o ${S}, bare ${O}, not ${S}: ${S}`],
    ],
  },
  {
    of: 'brackets, and, or and not',
    pipeline: {
      nodes: {
        a: {},
        b: {},
        c: { depends: '(a.Failed || b.Failed) && !(a.Errored || b.Errored)' },
        d: { depends: '!c' },
      },
    },
    rows: [
      [{}, `a ${S}, b ${S}, c ${O}, d ${S}: ${S}`],
      [{ a: 'failed' }, `a ${F}, b ${S}, c ${S}, d ${O}: ${S}`],
      [{ b: 'failed' }, `a ${S}, b ${F}, c ${S}, d ${O}: ${S}`],
      [{ a: 'failed', b: 'errored' }, `a ${F}, b ${E}, c ${O}, d ${S}: ${F}`],
    ],
  },
  {
    of: 'skipping, which satisfies a bare name, and omission, which does not and cascades',
    pipeline: {
      nodes: {
        a: { when: 'parameter.mode == "fast"' },
        b: {},
        c: { depends: 'a.Succeeded' },
        d: {},
        k: { depends: 'a.Skipped' },
        tolerant: { depends: 'c || c.Omitted' },
      },
      edges: ['a > b', 'c > d'],
    },
    rows: [[{}, `a ${K}, b ${S}, c ${O}, d ${O}, k ${S}, tolerant ${S}: ${S}`]],
  },
  {
    of: 'when by what another node printed',
    pipeline: {
      nodes: {
        train: {},
        publish: { when: 'train.metadata.accuracy >= 0.9 and train.status == "succeeded"' },
        after: {},
      },
      edges: ['train > publish', 'publish > after'],
    },
    rows: [
      [{ train: { metadata: { accuracy: 0.95 } } }, `train ${S}, publish ${S}, after ${S}: ${S}`],
      [{ train: { metadata: { accuracy: '0.5' } } }, `train ${S}, publish ${K}, after ${S}: ${S}`],
      // A metric that was never printed decides nothing.
      [{}, `train ${S}, publish ${E}, after ${O}: ${F}`],
    ],
  },
  {
    of: 'finally, which runs whatever happened and sees what it was',
    pipeline: {
      nodes: {
        a: {},
        b: {},
        report: {},
        alarm: { when: 'run.status == "failed" and "a" in run.failed-nodes' },
        after: {},
      },
      edges: ['a > b', 'alarm > after'],
      fields: { finally: ['report', 'alarm', 'after'] },
    },
    rows: [
      [{}, `a ${S}, b ${S}, report ${S}, alarm ${K}, after ${S}: ${S}`],
      [{ a: 'failed' }, `a ${F}, b ${O}, report ${S}, alarm ${S}, after ${S}: ${F}`],
      [{ a: 'killed' }, `a ${E}, b ${O}, report ${S}, alarm ${S}, after ${S}: ${F}`],
      [{ b: 'failed' }, `a ${S}, b ${F}, report ${S}, alarm ${K}, after ${S}: ${F}`],
      [{ report: 'failed' }, `a ${S}, b ${S}, report ${F}, alarm ${K}, after ${S}: ${F}`],
      [{ a: 'failed', alarm: 'failed' }, `a ${F}, b ${O}, report ${S}, alarm ${F}, after ${O}: ${F}`],
    ],
  },
  {
    of: 'finally, which runs behind a stop and a deadline too, and sees what it was',
    pipeline: {
      nodes: {
        a: {},
        b: {},
        other: {},
        report: { when: 'run.status == "stopped"' },
        alarm: { when: 'run.status == "failed"' },
      },
      edges: ['a > b'],
      fields: { timeout: '10s', finally: ['report', 'alarm'] },
    },
    seconds: { b: 4, other: 9 },
    rows: [
      [{}, `a ${S}, b ${S}, other ${S}, report ${K}, alarm ${K}: ${S}`],
      [{ a: 'stop' }, `a stopped, b stopped, other stopped, report ${S}, alarm ${K}: stopped`],
      [{ b: 'stop' }, `a ${S}, b stopped, other stopped, report ${S}, alarm ${K}: stopped`],
      [{ b: 'overdue' }, `a ${S}, b ${F}, other stopped, report ${K}, alarm ${S}: ${F}`],
    ],
  },
  {
    of: 'a deadline before finally',
    pipeline: {
      nodes: { a: {}, b: {}, other: { 'on-error': 'continue' }, behind: {}, last: {} },
      edges: ['a > b', 'other > behind'],
      fields: { timeout: '10s', finally: ['last'] },
    },
    seconds: { a: 20, other: 20, behind: 30 },
    rows: [[{}, `a ${E}, b ${O}, other ${E}, behind stopped, last ${S}: ${F}`]],
  },
  {
    of: 'time limits of nodes',
    pipeline: chain('stop-next'),
    rows: [[{ a: 'overdue' }, `a ${F}, b ${O}, c ${O}, other ${S}, last ${S}: ${F}`]],
  },
  {
    of: 'a stop and a deadline without finally',
    pipeline: { ...chain(), fields: { timeout: '10s' } },
    seconds: { b: 20 },
    rows: [
      [{ a: 'stop' }, `a stopped, b stopped, c stopped, other stopped, last stopped: stopped`],
      [{}, `a ${S}, b ${E}, c ${O}, other ${S}, last ${S}: ${F}`],
    ],
  },
  {
    of: 'actions',
    pipeline: {
      nodes: {
        train: {
          actions: [
            { when: 'node-starting', if: 'parameter.mode == "none"', then: 'error-pipeline' },
            { when: 'node-complete', if: 'metadata.accuracy < 0.8', then: 'stop-pipeline' },
            { when: 'node-complete', if: 'metadata.broken', then: 'error-pipeline' },
            { when: 'node-error', if: 'metadata.hopeless', then: 'stop-pipeline' },
            { when: 'node-complete', then: 'noop' },
          ],
        },
        deploy: {},
      },
      edges: ['train > deploy'],
    },
    rows: [
      [{}, `train ${S}, deploy ${S}: ${S}`],
      [{ train: { metadata: { accuracy: 0.9 } } }, `train ${S}, deploy ${S}: ${S}`],
      [{ train: { metadata: { accuracy: 0.5 } } }, `train ${S}, deploy stopped: stopped`],
      [{ train: { metadata: { broken: true } } }, `train ${S}, deploy stopped: ${F}`],
      [{ train: 'failed' }, `train ${F}, deploy ${O}: ${F}`],
    ],
  },
  {
    of: 'actions of a node whose failure is caught',
    pipeline: {
      nodes: {
        train: { 'on-error': 'continue', actions: [{ when: 'node-error', then: 'stop-pipeline' }] },
        deploy: {},
      },
      edges: ['train > deploy'],
    },
    rows: [
      [{}, `train ${S}, deploy ${S}: ${S}`],
      [{ train: 'failed' }, `train ${F}, deploy stopped: stopped`],
    ],
  },
  ...(['continue-and-error', 'stop-all-and-error', 'continue-and-complete'] as const).map((mode): Table => {
    const one = mode === 'continue-and-complete' ? S : F;
    return {
      of: `a task of trials with ${mode}, seen from outside`,
      pipeline: {
        nodes: {
          t: { trials: 3, 'on-child-error': mode, 'on-error': 'stop-next' },
          next: {},
          failed: { depends: 't.Failed' },
          any: { depends: 't.AnySucceeded' },
          all: { depends: 't.AllFailed' },
        },
        edges: ['t > next'],
      },
      rows: [
        [{}, `t ${S}, next ${S}, failed ${O}, any ${S}, all ${O}: ${S}`],
        ...(mode === 'stop-all-and-error'
          ? []
          : ([
              [
                { 't.1': 'failed' },
                `t ${one}, next ${one === S ? S : O}, failed ${one === S ? O : S}, any ${S}, all ${O}: ${S}`,
              ],
            ] as const)),
        [
          { t: 'failed' },
          mode === 'stop-all-and-error'
            ? `t ${F}, next ${O}, failed ${S}, any ${O}, all ${S}: ${S}`
            : `t ${one}, next ${one === S ? S : O}, failed ${one === S ? O : S}, any ${O}, all ${S}: ${S}`,
        ],
      ],
    };
  }),
  {
    // Trials that were at work or had not begun when the first one failed have not failed.
    of: 'a task of trials with stop-all-and-error whose first failure comes early',
    pipeline: {
      nodes: {
        t: { trials: 3, 'on-child-error': 'stop-all-and-error', 'on-error': 'stop-next' },
        any: { depends: 't.AnySucceeded' },
        all: { depends: 't.AllFailed' },
      },
    },
    seconds: { 't.0': 2, 't.2': 0.5 },
    rows: [
      [{ 't.1': 'failed', 't.2': 'failed' }, `t ${F}, any ${O}, all ${O}: ${F}`],
      [{ 't.1': 'failed' }, `t ${F}, any ${S}, all ${O}: ${S}`],
      [{ 't.1': 'throttled' }, `t ${E}, any ${O}, all ${O}: ${F}`],
    ],
  },
  {
    // It has no part in what ended the run: it would have been tried again.
    of: 'a node that was throttled when the trials of another one failed the run',
    pipeline: {
      nodes: { t: { trials: 2 }, first: {}, other: {}, fallback: { depends: 'other.Failed' } },
      edges: ['first > other'],
      retry: { attempts: 1, interval: 60 },
    },
    seconds: { 't.1': 3, first: 2 },
    rows: [
      [
        { 't.0': 'failed', other: ['throttled', 'succeeded'] },
        `t ${F}, first ${S}, other stopped, fallback stopped: ${F}`,
      ],
    ],
  },
  {
    of: 'failover within each trial of a sweep',
    pipeline: {
      nodes: {
        a: {},
        b: { depends: 'a.Failed' },
        c: { depends: 'a.Succeeded || b.Succeeded' },
        gather: { gather: true },
      },
      edges: ['c > gather'],
      fields: {
        parameters: [{ name: 'p', targets: ['a.parameter.value'] }],
        sweep: { p: [0, 1, 2] },
      },
    },
    rows: [
      [{}, `a ${S}, b ${O}, c ${S}, gather ${S}: ${S}`],
      [{ 'a.1': 'failed' }, `a ${F}, b ${S}, c ${S}, gather ${S}: ${S}`],
      [{ 'a.1': 'failed', 'b.1': 'failed' }, `a ${F}, b ${F}, c ${S}, gather ${S}: ${F}`],
      [{ 'a.1': 'errored' }, `a ${E}, b ${O}, c ${S}, gather ${S}: ${F}`],
    ],
  },
  {
    of: 'a condition within each trial of a sweep that asks for batches',
    pipeline: {
      nodes: { a: { when: 'parameter.value > 20' }, gather: { gather: true } },
      edges: ['a > gather'],
      fields: {
        parameters: [{ name: 'p', targets: ['a.parameter.value'] }],
        sweep: { parameters: { p: Array.from({ length: 50 }, (_, index) => index) }, 'execution-batch-size': 8 },
      },
    },
    // Trials that were skipped spoil nothing, and were not run.
    rows: [[{ 'a.3': 'failed' }, `a ${S}, gather ${S}: ${S}`]],
  },
  {
    of: 'a condition at the beginning of a sweep of more trials than are recorded one by one',
    pipeline: { nodes: { t: { trials: 1001, when: 'parameter.mode == "fast"' }, next: {} }, edges: ['t > next'] },
    rows: [[{}, `t ${K}, next ${S}: ${S}`]],
  },
];

describe.each(tables)('$of', ({ pipeline, seconds, rows }) => {
  it.each(rows.map(([acts, fates]) => ({ acts, fates, name: JSON.stringify(acts) })))(
    '$name',
    async ({ acts, fates }) => {
      const ended = await runShort(pipeline, acts, {
        seconds: (execution, node) => seconds?.[execution] ?? (node === 'other' ? 3 : 1),
      });
      expect(fatesOf(ended)).toBe(fates);
      // Whoever watches the machines sees the same.
      const bad = ['FAILED', 'ABORTED', 'TIMED_OUT'];
      expect(ended.run.status === 'succeeded' ? ['SUCCEEDED'] : bad).toContain(ended.machine);
    },
  );
});
