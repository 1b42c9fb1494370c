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
  readonly nodes: readonly { readonly node: string; readonly counts: Readonly<Record<string, number>> }[];
}

describe('a list that a step prints, on the local cloud', { timeout: 240_000 }, () => {
  it('runs a trial for each of its values and what the task varies, gathered in trial order', async () => {
    await slipway('run', 'valohai.yaml', '--wait', '--json');
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
