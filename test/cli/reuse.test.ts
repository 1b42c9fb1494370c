import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EndedCommand, resultOf, runSlipway } from './run-slipway.ts';

/** Each node tells that it ran; the sweep's trials print a metric, which `report` gets by an edge. */
const steps = (port: number) => `
const ran = (name) => fetch('http://127.0.0.1:${port}/' + name);
export async function prepare({ parameters, outputs }) {
  await ran('prepare');
  await outputs.write('rows.txt', 'x'.repeat(parameters.rows));
}
export async function train({ parameters, outputs, metadata, execution }) {
  await ran(execution.executionId);
  metadata({ score: parameters.epochs * 10 });
  await outputs.write('model.txt', String(parameters.epochs));
}
export async function report({ inputs, parameters, outputs }) {
  await ran('report');
  await outputs.write('report.txt', inputs.models.files.length + ' models, scores ' + parameters.scores.join(' '));
}
`;
const definition = (reuseExecutions: boolean, reuseChildren = false) => `
- step: { name: prepare, handler: steps.ts#prepare, parameters: [{ name: rows, type: integer, default: 3 }], outputs: [{ name: "*" }] }
- step: { name: train, handler: steps.ts#train, parameters: [{ name: epochs, type: integer, default: 1 }], inputs: [{ name: data }], outputs: [{ name: "*" }] }
- step: { name: report, handler: steps.ts#report, parameters: [{ name: scores, type: float, multiple: separate }], inputs: [{ name: models }] }
- task: { name: epochs, step: train, reuse-children: ${reuseChildren}, type: grid_search, parameters: [{ name: epochs, style: multiple, rules: { items: [1, 2, 3] } }] }
- pipeline:
    name: forecast
    reuse-executions: ${reuseExecutions}
    nodes:
      - { name: prepare, type: execution, step: prepare }
      - { name: train, type: task, task: epochs }
      - { name: report, type: execution, step: report }
    edges:
      - [prepare.output.*, train.input.data]
      - [train.output.*, report.input.models]
      - [train.metadata.score, report.parameter.scores]
`;

let folder = '';
const ran: string[] = [];
const ledger = createServer(({ url = '' }, response) => {
  ran.push(url.slice(1));
  response.end();
});
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-reuse-'));
  await new Promise<void>((resolve) => ledger.listen(0, '127.0.0.1', resolve));
  await writeFile(join(folder, 'steps.ts'), steps((ledger.address() as AddressInfo).port));
  await writeFile(join(folder, 'valohai.yaml'), definition(false));
  await writeFile(join(folder, 'reusing.yaml'), definition(true));
  await writeFile(join(folder, 'children.yaml'), definition(false, true));
});
afterAll(async () => {
  ledger.close();
  await rm(folder, { recursive: true, force: true });
});

async function run(...words: readonly string[]): Promise<EndedCommand & { readonly ran: readonly string[] }> {
  ran.length = 0;
  const ended = await runSlipway(folder, ['run', ...words]);
  return { ...ended, ran: ran.toSorted() };
}

const everything = ['prepare', 'report', 'train.0', 'train.1', 'train.2'];

describe('slipway run --reuse', () => {
  it('runs what no run has done before, and says of the rest from which run it is', async () => {
    const first = await run('valohai.yaml', '--json');
    expect({ code: first.code, ran: first.ran }).toEqual({ code: 0, ran: everything });
    const { runId } = resultOf(first);
    const reused = (executions: number) => ({ status: 'succeeded', reused: { executions, runs: [runId] } });

    const same = await run('valohai.yaml', '--reuse', '--json');
    expect({ code: same.code, ran: same.ran }).toEqual({ code: 0, ran: [] });
    expect(resultOf(same)).toMatchObject({ nodes: { prepare: reused(1), train: reused(3), report: reused(1) } });
    const progress = same.stdout.split('\n').filter((line) => line.includes('"type":"progress"'));
    expect(progress.some((line) => line.includes(`"reused":{"executions":3,"runs":["${String(runId)}"]}`))).toBe(true);

    const grown = await run(
      'valohai.yaml',
      '--reuse',
      '-p',
      'train.epochs=1',
      '-p',
      'train.epochs=2',
      '-p',
      'train.epochs=4',
    );
    expect({ code: grown.code, ran: grown.ran }).toEqual({ code: 0, ran: ['report', 'train.2'] });
    expect(grown.stdout).toMatch(new RegExp(`^ {2}prepare +succeeded .* reused from run ${String(runId)}`, 'mu'));
    expect(grown.stdout).toMatch(new RegExp(`^ {2}train +succeeded .* 2 reused from run ${String(runId)}`, 'mu'));
    expect(grown.stderr).toContain(`reused from run ${String(runId)}`);

    const files = await runSlipway(folder, ['artifacts', 'download', 'latest', '-o', 'files', '--json']);
    expect(files.code).toBe(0);
    expect(await readFile(join(folder, 'files/report/report.txt'), 'utf8')).toBe('3 models, scores 10 20 40');
    expect(await readFile(join(folder, 'files/train.1/model.txt'), 'utf8')).toBe('2');
  });

  it('is the way of a pipeline that says reuse-executions, unless told otherwise', async () => {
    expect((await run('reusing.yaml', '--no-reuse', '-p', 'prepare.rows=7', '--json')).ran).toEqual(everything);
    expect((await run('reusing.yaml', '-p', 'prepare.rows=7', '--json')).ran).toEqual([]);
    expect((await run('valohai.yaml', '-p', 'prepare.rows=7', '--json')).ran).toEqual(everything);
  });

  it('is the way of the trials of a task that says reuse-children, unless told otherwise', async () => {
    const rows = ['-p', 'prepare.rows=9', '--json'];
    expect((await run('children.yaml', ...rows)).ran).toEqual(everything);
    expect((await run('children.yaml', ...rows, '-p', 'train.epochs=2', '-p', 'train.epochs=5')).ran).toEqual([
      'prepare',
      'report',
      'train.1',
    ]);
    expect((await run('children.yaml', ...rows, '--no-reuse')).ran).toEqual(everything);
  });
});
