import { stripVTControlCharacters } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RunDetailResource } from '../../api/schemas/run.ts';
import { createCommandContext } from '../../cli/command-context.ts';
import { rendererKind } from '../../cli/progress/choose-renderer.ts';
import { createNdjsonRenderer } from '../../cli/progress/ndjson-renderer.ts';
import { createPlainRenderer } from '../../cli/progress/plain-renderer.ts';
import { createTtyRenderer } from '../../cli/progress/tty-renderer.ts';
import { RUN_ID, someCounts, someNode, someRunDetail } from '../client/resources.ts';
import { KeptStream, keptTerminal } from './fake-terminal.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();
const OTHER_RUN = '01JD1111111111111111111111';
const now = (): number => Date.UTC(2026, 0, 1, 0, 0, 20);

const prepared = someNode({
  node: 'preprocess',
  status: 'succeeded',
  counts: someCounts({ total: 2, succeeded: 2 }),
  startedAt: at(0),
  finishedAt: at(4),
});
const training = someNode({
  status: 'running',
  counts: someCounts({ total: 20, pending: 14, running: 2, succeeded: 3, failed: 1 }),
  startedAt: at(4),
  best: { metric: 'accuracy', value: 0.88123, executionId: 'train.0.1' },
});
const predict = someNode({ node: 'predict' });

/** A run from its first look to its end. */
const story: readonly RunDetailResource[] = [
  someRunDetail([someNode({ node: 'preprocess', counts: someCounts({ total: 2, pending: 2 }) }), someNode(), predict]),
  someRunDetail([
    { ...prepared, status: 'running', counts: someCounts({ total: 2, running: 2 }) },
    someNode(),
    predict,
  ]),
  someRunDetail([prepared, training, predict]),
  someRunDetail([prepared, training, predict]),
  someRunDetail([
    prepared,
    { ...training, counts: someCounts({ total: 20, pending: 14, running: 1, succeeded: 4, failed: 1 }) },
    predict,
  ]),
  someRunDetail(
    [
      prepared,
      {
        ...training,
        status: 'failed',
        counts: someCounts({ total: 20, succeeded: 19, failed: 1 }),
        finishedAt: at(19),
      },
      someNode({ node: 'predict', status: 'omitted', counts: someCounts({ omitted: 1 }) }),
    ],
    { status: 'failed', finishedAt: at(20) },
  ),
];

describe('rendererKind', () => {
  const kindFor = (environment: Readonly<Record<string, string>>, isTTY: boolean, json: boolean) =>
    rendererKind(createCommandContext(keptTerminal({ environment, stderr: new KeptStream({ isTTY }) })), json);

  it('is chosen by --json, by the terminal, and by where nobody watches', () => {
    expect({
      json: kindFor({}, true, true),
      terminal: kindFor({}, true, false),
      pipe: kindFor({}, false, false),
      dumb: kindFor({ TERM: 'dumb' }, true, false),
      continuousIntegration: kindFor({ CI: 'true' }, true, false),
    }).toEqual({ json: 'ndjson', terminal: 'tty', pipe: 'plain', dumb: 'plain', continuousIntegration: 'plain' });
  });
});

describe('createPlainRenderer', () => {
  it('writes a line when a status changes, and some while a sweep goes on', () => {
    const terminal = keptTerminal();
    const renderer = createPlainRenderer(createCommandContext(terminal), { now });
    for (const run of story) renderer.update(run);
    renderer.note('a message');
    renderer.end();
    expect(terminal.stdout.text).toBe('');
    expect(terminal.stderr.text).toMatchInlineSnapshot(`
      "preprocess  running  0/2, 4.0 s, 2 running
      preprocess  succeeded  2/2, 4.0 s
      train       running  4/20, 1 failed, best accuracy 0.8812, 16 s, ETA 1 min 4 s, 2 running
      train       failed  20/20, 1 failed, best accuracy 0.8812, 15 s
      predict     omitted
      a message
      "
    `);
  });

  it('writes at most ten lines for the trials of a sweep of any size', () => {
    const terminal = keptTerminal();
    const renderer = createPlainRenderer(createCommandContext(terminal), { now });
    for (let done = 0; done < 1000; done += 1) {
      const counts = someCounts({ total: 1000, succeeded: done, pending: 1000 - done });
      renderer.update(someRunDetail([someNode({ status: 'running', counts, startedAt: at(0) })]));
    }
    expect(terminal.stderr.text.trimEnd().split('\n')).toHaveLength(10);
  });
});

describe('createNdjsonRenderer', () => {
  it('writes one JSON object a change, on stdout alone', () => {
    const terminal = keptTerminal();
    const renderer = createNdjsonRenderer(createCommandContext(terminal), { now });
    for (const run of story) renderer.update(run);
    renderer.note('a message');
    renderer.end();
    const events = terminal.stdout.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['progress']));
    expect(events.map(({ node = 'run', status }) => `${String(node)} ${String(status)}`)).toEqual([
      'run running',
      'preprocess pending',
      'train pending',
      'predict pending',
      'preprocess running',
      'preprocess succeeded',
      'train running',
      'train running',
      'run failed',
      'train failed',
      'predict omitted',
    ]);
    expect(terminal.stderr.text).toBe('a message\n');
  });
});

describe('a file on its way', () => {
  it.each([
    ['as plain lines', createPlainRenderer, 'stderr'],
    ['as lines of JSON', createNdjsonRenderer, 'stdout'],
  ] as const)('is told %s where it takes long, and not where it is quick', (_, create, stream) => {
    const terminal = keptTerminal();
    let time = 0;
    const renderer = create(createCommandContext(terminal), { now: () => time });
    const quick = renderer.transfer({ direction: 'download', file: 'counts.csv', total: 10 });
    quick({ transferred: 10, total: 10 });
    const slow = renderer.transfer({ direction: 'download', file: 'model.bin', total: 10_000_000 });
    for (; time < 10_000; time += 100) slow({ transferred: time * 1000, total: 10_000_000 });
    const lines = terminal[stream].text.trimEnd().split('\n');
    expect([lines.length, lines[0]]).toEqual(
      stream === 'stderr'
        ? [1, 'downloading model.bin  5.0 MB of 10.0 MB, 1.0 MB/s, ETA 5.0 s']
        : [
            9,
            JSON.stringify({
              type: 'progress',
              transfer: 'download',
              file: 'model.bin',
              transferred: 1_000_000,
              total: 10_000_000,
            }),
          ],
    );
  });
});

describe('createTtyRenderer', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  const draw = (
    runs: readonly RunDetailResource[],
    size: { readonly columns?: number; readonly rows?: number } = {},
  ) => {
    vi.useFakeTimers();
    const stderr = new KeptStream({ isTTY: true, ...size });
    const context = createCommandContext(keptTerminal({ stderr, environment: { NO_COLOR: '1' } }));
    const renderer = createTtyRenderer(context, { now });
    const frames = runs.map((run) => {
      renderer.update(run);
      stderr.text = '';
      vi.advanceTimersByTime(130);
      return stripVTControlCharacters(stderr.text).trimEnd();
    });
    renderer.end();
    return { frames, stderr };
  };

  it('draws a bar a node, with what is done, failed, at work and left', () => {
    const { frames } = draw(story.slice(2, 3), { columns: 120 });
    expect(frames[0]).toMatchInlineSnapshot(`
      "  preprocess  succeeded  ━━━━━━━━━━━━━━━━━━━━  2/2 · 4.0 s
        train       running    ━━━━────────────────  4/20 · 1 failed · best accuracy 0.8812 · 16 s · ETA 1 min 4 s
        predict     pending    ────────────────────"
    `);
  });

  it('says whose results were reused', () => {
    const counts = someCounts({ total: 3, succeeded: 3 });
    const nodes = [
      someNode({ node: 'prepare', status: 'succeeded', reused: { executions: 1, runs: [RUN_ID] } }),
      someNode({ status: 'succeeded', counts, reused: { executions: 2, runs: [RUN_ID] } }),
      someNode({ node: 'test', status: 'succeeded', counts, reused: { executions: 3, runs: [RUN_ID, OTHER_RUN] } }),
    ];
    const { frames } = draw([someRunDetail(nodes)], { columns: 120 });
    expect(frames[0]).toMatchInlineSnapshot(`
      "  prepare  succeeded  ────────────────────  reused from run 01JD0000000000000000000000
        train    succeeded  ━━━━━━━━━━━━━━━━━━━━  3/3 · 2 reused from run 01JD0000000000000000000000
        test     succeeded  ━━━━━━━━━━━━━━━━━━━━  3/3 · 3 reused from 2 runs"
    `);
  });

  it('leaves out what a narrow terminal has no room for', () => {
    const { frames } = draw(story.slice(2, 3), { columns: 60 });
    expect(Math.max(...(frames[0] ?? '').split('\n').map((line) => line.length))).toBeLessThan(60);
  });

  it('folds what a low terminal has no room for, and shows what is at work', () => {
    const nodes = Array.from({ length: 30 }, (_, index) =>
      someNode({ node: `n${index}`, status: index === 20 ? 'running' : 'pending', startedAt: at(0) }),
    );
    const { frames } = draw([someRunDetail(nodes)], { rows: 9 });
    expect((frames[0] ?? '').split('\n').map((line) => line.trim().split('  ')[0])).toEqual([
      'n0',
      'n1',
      'n2',
      'n20',
      'and 26 more nodes: 26 pending',
    ]);
  });

  it('draws a file on its way, and nothing of it once it is there', () => {
    vi.useFakeTimers();
    const stderr = new KeptStream({ isTTY: true, columns: 100 });
    const renderer = createTtyRenderer(createCommandContext(keptTerminal({ stderr, environment: { NO_COLOR: '1' } })), {
      now: Date.now,
    });
    const shown = (): string => {
      vi.advanceTimersByTime(900);
      stderr.text = '';
      vi.advanceTimersByTime(130);
      return stripVTControlCharacters(stderr.text).split('\n').at(-1)?.trimEnd() ?? '';
    };
    const tell = renderer.transfer({ direction: 'upload', file: 'photos.zip', total: 4_000_000 });
    const frames = [shown()];
    tell({ transferred: 1_000_000, total: 4_000_000 });
    frames.push(shown());
    tell({ transferred: 4_000_000, total: 4_000_000 });
    frames.push(shown());
    renderer.end();
    expect(frames).toMatchInlineSnapshot(`
      [
        "  uploading photos.zip  ────────────────  0 B of 4.0 MB",
        "  uploading photos.zip  ━━━━────────────  1.0 MB of 4.0 MB · 500 kB/s · ETA 6.0 s",
        "",
      ]
    `);
  });

  it('shows a message that comes right before the end', () => {
    const stderr = new KeptStream({ isTTY: true });
    const renderer = createTtyRenderer(createCommandContext(keptTerminal({ stderr })), { now });
    for (const run of story.slice(0, 1)) renderer.update(run);
    renderer.note('outputs in out');
    renderer.end();
    expect(stderr.text).toContain('outputs in out\n');
  });

  it('leaves the terminal as it was', () => {
    const { stderr } = draw(story);
    expect(stderr.text.endsWith('\u001b[0J')).toBe(true);
    expect(stderr.text).toContain('\u001b[?25h');
    expect(stderr.text).toContain('\u001b[?7h');
  });
});
