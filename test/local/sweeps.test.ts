import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

const launcher = join(import.meta.dirname, '../../bin/slipway.js');
const run = promisify(execFile);

let folder = '';
beforeAll(async () => {
  folder = await temporaryFolder();
  await mkdir(join(folder, 'home'));
  await writeFile(
    join(folder, 'steps.ts'),
    `
export const find = async ({ metadata }) => metadata({ seasons: ['spring', 'autumn', 'spring'] });
export const train = async ({ parameters, outputs, metadata }) => {
  metadata({ score: parameters.rate * parameters.season.length });
  await outputs.write('model.txt', parameters.season + ' at ' + parameters.rate);
};
export const search = async ({ parameters, metadata, signal }) => {
  metadata({ score: parameters.value });
  if (parameters.value === 0) {
    await new Promise((resolve, reject) => {
      setTimeout(resolve, 300_000);
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  }
};
export const tell = async ({ parameters, metadata }) => metadata({ scores: parameters.scores });
export const report = async ({ parameters, inputs, metadata }) => {
  const { readFile } = await import('node:fs/promises');
  const models = await Promise.all(inputs.models.files.map(({ path }) => readFile(path, 'utf8')));
  metadata({ models, scores: parameters.scores });
};
`,
  );
  await writeFile(
    join(folder, 'valohai.yaml'),
    `
- step: { name: find, handler: steps.ts#find }
- step:
    name: train
    handler: steps.ts#train
    parameters: [{ name: season, type: string }, { name: rate, type: integer, default: 1 }]
- step:
    name: report
    handler: steps.ts#report
    inputs: [{ name: models }]
    parameters: [{ name: scores, type: integer, multiple: separate, optional: true }]
- task:
    name: seasons
    step: train
    parameters: [{ name: rate, style: multiple, rules: { items: [1, 10] } }]
- step: { name: search, handler: steps.ts#search, parameters: [{ name: value, type: integer }] }
- task:
    name: values
    step: search
    maximum-queued-executions: 2
    stop-condition: score >= 2
    parameters: [{ name: value, style: linear, rules: { start: 0, end: 9, step: 1 } }]
- step: { name: tell, handler: steps.ts#tell, parameters: [{ name: scores, type: integer, multiple: separate }] }
- pipeline:
    name: search
    nodes:
    - { name: search, type: task, task: values }
    - { name: tell, type: execution, step: tell, depends: search.Succeeded }
    edges:
    - [search.metadata.score, tell.parameter.scores]
- pipeline:
    name: seasons
    nodes:
    - { name: find, type: execution, step: find }
    - { name: train, type: task, task: seasons }
    - { name: report, type: execution, step: report }
    edges:
    - [find.metadata.seasons, train.parameter.season]
    - [train.output.model.txt, report.input.models]
    - [train.metadata.score, report.parameter.scores]
`,
  );
});

async function slipway(...words: readonly string[]): Promise<string> {
  const env = { ...process.env, NO_COLOR: '1', XDG_CONFIG_HOME: join(folder, 'home') };
  return (await run(process.execPath, [launcher, ...words], { cwd: folder, env })).stdout;
}

interface ShownRun {
  readonly status: string;
  readonly nodes: readonly {
    readonly node: string;
    readonly status: string;
    readonly reason?: string;
    readonly counts: Readonly<Record<string, number>>;
  }[];
}

describe('a list that a step prints, on the local cloud', { timeout: 240_000 }, () => {
  it('runs a trial for each of its values and what the task varies, gathered in trial order', async () => {
    await slipway('run', 'valohai.yaml', '--pipeline', 'seasons', '--wait', '--json');
    const shown = JSON.parse(await slipway('runs', 'show', 'latest', '--json')) as ShownRun;
    expect(shown.status).toBe('succeeded');
    expect(shown.nodes.find(({ node }) => node === 'train')?.counts).toMatchObject({ total: 4, succeeded: 4 });
    const logs = await slipway('runs', 'logs', 'latest', 'report');
    expect(JSON.parse(logs.split('\n').find((line) => line.includes('"models"')) ?? '{}')).toMatchObject({
      models: ['spring at 1', 'autumn at 1', 'spring at 10', 'autumn at 10'],
      scores: [6, 6, 60, 60],
    });
  });
});

describe('a stop condition of a task, on the local cloud', { timeout: 240_000 }, () => {
  it('stops the trials at work and those to come, and the task has succeeded', async () => {
    await slipway('run', 'valohai.yaml', '--pipeline', 'search', '--wait', '--json');
    const shown = JSON.parse(await slipway('runs', 'show', 'latest', '--json')) as ShownRun;
    expect(shown.status).toBe('succeeded');
    const search = shown.nodes.find(({ node }) => node === 'search');
    expect(search).toMatchObject({ status: 'succeeded', counts: { total: 10, succeeded: 2, stopped: 8 } });
    expect(search?.reason).toBe(
      'the stop condition "score >= 2" was met by "search.2": 8 of 10 executions were stopped',
    );
    const logs = await slipway('runs', 'logs', 'latest', 'tell');
    expect(logs).toContain('"scores":[1,2]');
  });
});
