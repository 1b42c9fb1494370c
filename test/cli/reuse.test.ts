import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalCloud } from '../../local/local-cloud.ts';
import { startLocalCloud } from '../../local/start-local-cloud.ts';
import { forecast, forecastSteps } from './forecast.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { type EndedCommand, resultOf, runSlipway } from './run-slipway.ts';

/** What bundling makes depends on the sources only. */
const cacheDir = join(import.meta.dirname, '../../node_modules/.cache/slipway');

let folder = '';
let ledger: Ledger;
let cloud: LocalCloud;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-reuse-'));
  ledger = await openLedger();
  await writeFile(join(folder, 'steps.ts'), forecastSteps(ledger.address));
  await writeFile(join(folder, 'valohai.yaml'), forecast());
  await writeFile(join(folder, 'reusing.yaml'), forecast({ reuseExecutions: true }));
  await writeFile(join(folder, 'children.yaml'), forecast({ reuseChildren: true }));
  // One cloud for all commands, which each would start for itself otherwise.
  cloud = await startLocalCloud({ dataDir: join(folder, '.slipway'), cacheDir });
});
afterAll(async () => {
  await cloud.close();
  ledger.close();
  await rm(folder, { recursive: true, force: true });
});

/** A command, and what ran by it. */
async function slipway(...words: readonly string[]): Promise<EndedCommand & { readonly ran: readonly string[] }> {
  ledger.take();
  const follows = ['run', 'retry', 'rerun'].some((command) => words.slice(0, 2).includes(command));
  const ended = await runSlipway(folder, follows ? [...words, '--wait'] : words);
  return { ...ended, ran: ledger.take() };
}

const everything = ['check', 'prepare', 'report', 'train.0', 'train.1', 'train.2'];

describe('slipway run --reuse', () => {
  it('runs what no run has done before, and says of the rest from which run it is', async () => {
    const first = await slipway('run', 'valohai.yaml', '--json');
    expect({ code: first.code, ran: first.ran }).toEqual({ code: 0, ran: everything });
    const { runId } = resultOf(first);
    const reused = (executions: number) => ({ status: 'succeeded', reused: { executions, runs: [runId] } });

    const same = await slipway('run', 'valohai.yaml', '--reuse', '--json');
    expect({ code: same.code, ran: same.ran }).toEqual({ code: 0, ran: [] });
    expect(resultOf(same)).toMatchObject({ nodes: { prepare: reused(1), train: reused(3), report: reused(1) } });
    const progress = same.stdout.split('\n').filter((line) => line.includes('"type":"progress"'));
    expect(progress.some((line) => line.includes(`"reused":{"executions":3,"runs":["${String(runId)}"]}`))).toBe(true);

    const epochs = ['-p', 'train.epochs=1', '-p', 'train.epochs=2', '-p', 'train.epochs=4'];
    const grown = await slipway('run', 'valohai.yaml', '--reuse', ...epochs);
    expect({ code: grown.code, ran: grown.ran }).toEqual({ code: 0, ran: ['report', 'train.2'] });
    expect(grown.stdout).toMatch(new RegExp(`^ {2}prepare +succeeded .* reused from run ${String(runId)}`, 'mu'));
    expect(grown.stdout).toMatch(new RegExp(`^ {2}train +succeeded .* 2 reused from run ${String(runId)}`, 'mu'));
    expect(grown.stderr).toContain(`reused from run ${String(runId)}`);

    const files = await slipway('artifacts', 'download', 'latest', '-o', 'files', '--json');
    expect(files.code).toBe(0);
    expect(await readFile(join(folder, 'files/report/report.txt'), 'utf8')).toBe('3 models, scores 10 20 40');
    expect(await readFile(join(folder, 'files/train.1/model.txt'), 'utf8')).toBe('2');
  });

  it('is the way of a pipeline that says reuse-executions, unless told otherwise', async () => {
    expect((await slipway('run', 'reusing.yaml', '--no-reuse', '-p', 'rows=7', '--json')).ran).toEqual(everything);
    expect((await slipway('run', 'reusing.yaml', '-p', 'rows=7', '--json')).ran).toEqual([]);
    expect((await slipway('run', 'valohai.yaml', '-p', 'rows=7', '--json')).ran).toEqual(everything);
  });

  it('is the way of the trials of a task that says reuse-children, unless told otherwise', async () => {
    const rows = ['-p', 'rows=9', '--json'];
    expect((await slipway('run', 'children.yaml', ...rows)).ran).toEqual(everything);
    expect(
      (await slipway('run', 'children.yaml', ...rows, '-p', 'train.epochs=2', '-p', 'train.epochs=5')).ran,
    ).toEqual(['check', 'prepare', 'report', 'train.1']);
    expect((await slipway('run', 'children.yaml', ...rows, '--no-reuse')).ran).toEqual(everything);
  });
});

describe('slipway runs retry', () => {
  it('runs only what did not succeed, once the cause is mended', async () => {
    ledger.refuse('train.1', 'report');
    const failed = await slipway('run', 'valohai.yaml', '-p', 'rows=20');
    expect({ code: failed.code, ran: failed.ran }).toEqual({
      code: 5,
      ran: ['check', 'prepare', 'train.0', 'train.1', 'train.2'],
    });
    const [, runId = ''] = /slipway runs retry (\S+)/u.exec(failed.stdout) ?? [];

    ledger.refuse('report');
    const again = await slipway('runs', 'retry', runId, '--json');
    expect({ code: again.code, ran: again.ran }).toEqual({ code: 5, ran: ['report', 'train.1'] });
    expect(resultOf(again)).toMatchObject({ runId, status: 'failed', nodes: { train: { status: 'succeeded' } } });

    ledger.refuse();
    const last = await slipway('runs', 'retry', 'latest', '--outputs', 'retried');
    expect({ code: last.code, ran: last.ran }).toEqual({ code: 0, ran: ['report'] });
    expect(last.stderr).toContain(`retrying run ${runId}: 3 of 4 nodes have succeeded and stay`);
    expect(last.stdout).toMatch(new RegExp(`^run ${runId} of forecast: succeeded`, 'u'));
    expect(await readFile(join(folder, 'retried/report/report.txt'), 'utf8')).toBe('3 models, scores 10 20 30');

    const needless = await slipway('runs', 'retry', runId);
    expect({ code: needless.code, ran: needless.ran }).toEqual({ code: 2, ran: [] });
    expect(needless.stderr).toContain(`run ${runId} succeeded: there is nothing to retry`);
  });
});

describe('slipway run --target', () => {
  it('runs these nodes and what leads to them, also when it is retried', async () => {
    ledger.refuse('check');
    const values = ['-p', 'rows=30', '-p', 'train.epochs=2', '-p', 'train.epochs=3'];
    const failed = await slipway('run', 'valohai.yaml', '--target', 'check', ...values, '--json');
    expect({ code: failed.code, ran: failed.ran }).toEqual({ code: 5, ran: ['check', 'prepare'] });
    expect(Object.keys(resultOf(failed)['nodes'] ?? {})).toEqual(['prepare', 'check']);
    ledger.refuse();
    const again = await slipway('runs', 'retry', 'latest', '--json');
    expect({ code: again.code, ran: again.ran }).toEqual({ code: 0, ran: ['check'] });
    expect(Object.keys(resultOf(again)['nodes'] ?? {})).toEqual(['prepare', 'check']);
  });

  it('says which nodes there are', async () => {
    const { code, stderr } = await slipway('run', 'valohai.yaml', '--target', 'chekc');
    expect(code).toBe(2);
    expect(stderr).toContain('has no node "chekc" to run up to; did you mean "check"?');
  });
});

describe('slipway runs rerun', () => {
  it('runs a node and what comes after it with new parameters, and takes the rest from the former run', async () => {
    const former = await slipway('run', 'valohai.yaml', '-p', 'rows=40', '--json');
    const { runId } = resultOf(former);
    const epochs = ['-p', 'train.epochs=5', '-p', 'train.epochs=6'];
    const rerun = await slipway('runs', 'rerun', String(runId), '--from', 'train', ...epochs, '--outputs', 'rerun');
    expect({ code: rerun.code, ran: rerun.ran }).toEqual({ code: 0, ran: ['report', 'train.0', 'train.1'] });
    expect(rerun.stdout).toContain(`rerun of run ${String(runId)} from train`);
    expect(rerun.stdout).toMatch(new RegExp(`^ {2}prepare +succeeded .* reused from run ${String(runId)}`, 'mu'));
    expect(await readFile(join(folder, 'rerun/report/report.txt'), 'utf8')).toBe('2 models, scores 50 60');

    // Another run's values stay as they were, also where a node is run anew without need.
    const again = await slipway('runs', 'rerun', 'latest', '--from', 'report', '--json');
    expect({ code: again.code, ran: again.ran }).toEqual({ code: 0, ran: ['report'] });
    expect(resultOf(again)).toMatchObject({
      nodes: { prepare: { reused: { runs: [runId] } }, train: { counts: { succeeded: 2 }, reused: { executions: 2 } } },
    });
  });

  it('says which new values would be ignored, and which nodes there are', async () => {
    const ignored = await slipway(
      'runs',
      'rerun',
      'latest',
      '--from',
      'train',
      '-p',
      'rows=41',
      '-p',
      'train.epochs=9',
    );
    expect({ code: ignored.code, ran: ignored.ran }).toEqual({ code: 2, ran: [] });
    expect(ignored.stderr).toContain(
      'error SL5112: the parameter "rows" reaches the node "prepare", which does not come after "train" and would not be run again',
    );
    expect(ignored.stderr).not.toContain('train.epochs');
    const unknown = await slipway('runs', 'rerun', 'latest', '--from', 'trian');
    expect(unknown.code).toBe(7);
    expect(unknown.stderr).toContain(
      'has no node "trian"; it has "prepare", "check", "train", "report"; did you mean "train"?',
    );
  });
});
