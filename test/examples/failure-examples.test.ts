import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
/** A whole local cloud starts for each command, on machines that may be busy. */
const TIMEOUT = 240_000;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-examples-'));
  for (const name of ['compare', 'failover', 'nightly', 'tides'])
    await cp(join(root, 'examples', name), join(folder, name), { recursive: true });
  await writeFile(join(folder, 'good.csv'), '11.5\n12.0\n');
  await writeFile(join(folder, 'bad.csv'), '1,a\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs an example on an embedded local cloud: its fates and, by node, the reason. */
async function run(example: string, words: readonly string[] = []) {
  const command = [join(root, 'bin/slipway.js'), 'run', join(example, 'valohai.yaml'), '--json', ...words];
  const stdout = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      command,
      { cwd: folder, env: { ...process.env, NO_COLOR: '1', XDG_CONFIG_HOME: folder } },
      (_, text) => {
        resolve(text);
      },
    );
  });
  const lines = stdout.split('\n').filter((line) => line !== '');
  const { status, nodes } = JSON.parse(lines.at(-1) ?? '{}') as {
    status: string;
    nodes: Readonly<Record<string, { status: string; reason?: string; counts?: Readonly<Record<string, number>> }>>;
  };
  return {
    status,
    fates: Object.fromEntries(Object.entries(nodes).map(([name, { status: fate }]) => [name, fate])),
    nodes,
  };
}

describe('failover', () => {
  it('takes the next station where the first cannot be read', { timeout: TIMEOUT }, async () => {
    const ended = await run('failover');
    expect(ended).toMatchObject({
      status: 'succeeded',
      fates: { harbour: 'failed', airport: 'succeeded', hill: 'omitted', report: 'succeeded' },
    });
    expect(ended.nodes['harbour']?.reason).toContain('line 3 of harbour.csv is no temperature');
    expect(ended.nodes['hill']?.reason).toBe(
      '"hill" did not run: its depends "airport.Failed" was false, since "airport" succeeded',
    );
  });

  it('leaves the others out where the first can be read', { timeout: TIMEOUT }, async () => {
    expect(await run('failover', ['-i', 'harbour.readings=good.csv'])).toMatchObject({
      status: 'succeeded',
      fates: { harbour: 'succeeded', airport: 'omitted', hill: 'omitted', report: 'succeeded' },
    });
  });
});

describe('the comparison of three trainings', () => {
  it('runs each as a nested pipeline, and chooses the best', { timeout: TIMEOUT }, async () => {
    const ended = await run('compare', ['--pipeline', 'compare', '--outputs', 'best']);
    expect(ended.status).toBe('succeeded');
    expect(new Set(Object.values(ended.fates))).toEqual(new Set(['succeeded']));
    expect(Object.keys(ended.fates)).toHaveLength(11);
    const best = JSON.parse(await readFile(join(folder, 'best/choose/best.json'), 'utf8')) as { method: string };
    expect(best.method).toBe('neighbours');
  });
});

describe('a sweep over two axes through features that they share', () => {
  it('runs each node once for each combination of the axes that it depends on', { timeout: TIMEOUT }, async () => {
    const ended = await run('tides', ['--outputs', 'tides-out']);
    expect(ended.status).toBe('succeeded');
    const counted = Object.entries(ended.nodes).map(([name, { counts }]) => [name, counts?.['total']]);
    expect(Object.fromEntries(counted)).toEqual({
      ...{ calendar: 1, load: 2, lags: 2, waves: 2, ramp: 1, forecast: 6, trend: 2, report: 1 },
    });
    const report = await readFile(join(folder, 'tides-out/report/report.json'), 'utf8');
    const lines = JSON.parse(report) as readonly { readonly error: number; readonly rise: number }[];
    expect(lines.map(({ error, rise }) => [error < 0.2, Math.sign(rise)])).toEqual([
      [true, 1],
      [true, -1],
    ]);
  });
});

describe('the nightly training', () => {
  it('publishes, and says good night', { timeout: TIMEOUT }, async () => {
    expect(await run('nightly')).toMatchObject({
      status: 'succeeded',
      fates: { train: 'succeeded', publish: 'succeeded', 'good-night': 'succeeded', alarm: 'skipped' },
    });
  });

  it('gives the alarm where the training failed', { timeout: TIMEOUT }, async () => {
    const ended = await run('nightly', ['-i', 'points=bad.csv']);
    expect(ended).toMatchObject({
      status: 'failed',
      fates: { train: 'failed', publish: 'omitted', 'good-night': 'skipped', alarm: 'succeeded' },
    });
    expect(ended.nodes['good-night']?.reason).toBe('its condition "run.status == "succeeded"" was false');
  });
});
