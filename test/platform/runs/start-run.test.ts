import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registerPipeline } from '../../../platform/pipelines/register-pipeline.ts';
import { getRun } from '../../../platform/runs/get-run.ts';
import { axisItemsKey, nodePlanKey } from '../../../platform/runs/run-keys.ts';
import { startRun, type StartRequest } from '../../../platform/runs/start-run.ts';
import type { NodePlan } from '../../../statemachines/plan/execution-plan.ts';
import { chain, pipelineSweep, sweep } from '../definitions.ts';
import { problemOf } from '../problem-of.ts';
import { startTestPlatform, type TestPlatform } from '../test-platform.ts';

let test: TestPlatform;
const project = 'default';

beforeAll(async () => {
  test = await startTestPlatform();
  for (const definition of [chain, sweep('continue-and-error'), pipelineSweep]) {
    await registerPipeline(test.platform, { project, file: 'valohai.yaml', definition, code: {} });
  }
});
afterAll(() => test[Symbol.asyncDispose]());
beforeEach(() => {
  test.act = () => undefined;
});

function start(request: Partial<StartRequest> = {}) {
  return startRun(test.platform, { project, pipeline: 'chain', parameters: {}, inputs: {}, ...request });
}

describe('startRun', () => {
  it('runs a pipeline to its end', async () => {
    const run = await start();
    expect(run.status).toBe('running');
    const ended = await test.ended(run);
    expect({ status: ended.status, reason: ended.reason }).toEqual({ status: 'succeeded', reason: undefined });
    const view = await getRun(test.platform, run);
    expect(view.nodes.map(({ node, status, counts }) => ({ node, status, counts }))).toEqual([
      { node: 'prepare', status: 'succeeded', counts: { total: 1, succeeded: 1 } },
      { node: 'train', status: 'succeeded', counts: { total: 1, succeeded: 1 } },
    ]);
  });

  it('stores one plan a node, with the values of the run', async () => {
    const run = await start({ parameters: { 'prepare.rows': 7 } });
    const text = await test.platform.objects.getText(nodePlanKey(project, run.runId, 1, 'prepare'));
    const plan = JSON.parse(text ?? 'null') as NodePlan;
    expect(plan.parameters).toEqual([expect.objectContaining({ name: 'rows', source: { kind: 'value', value: 7 } })]);
    await test.ended(run);
  });

  it('makes one run of 50 identical requests with one key', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => start({ idempotencyKey: 'fifty' })));
    expect(new Set(all.map((run) => run.runId)).size).toBe(1);
    const [first] = all;
    if (first === undefined) throw new Error('no run');
    await test.ended(first);
    const { items } = await test.platform.runs.list(project, {}, { limit: 1000 });
    expect(items.filter((run) => run.runId === first.runId)).toHaveLength(1);
    const machineRuns = test.events.filter(
      (event) => event.detail.name === `${first.runId}-1` && event.detail.status === 'RUNNING',
    );
    expect(machineRuns).toHaveLength(1);
    expect(await start({ idempotencyKey: 'fifty' })).toMatchObject({ runId: first.runId, status: 'succeeded' });
  });

  it('refuses a key that stands for another request', async () => {
    await test.ended(await start({ idempotencyKey: 'twice' }));
    const problem = await problemOf(start({ idempotencyKey: 'twice', parameters: { 'prepare.rows': 4 } }));
    expect(problem.kind).toBe('conflict');
    expect(problem.message).toMatch(
      /^the idempotency key "twice" stands for run "[0-9A-Z]{26}", which was started with other values/u,
    );
  });

  it('keeps keys of projects apart', async () => {
    const other = 'other';
    await registerPipeline(test.platform, { project: other, file: 'valohai.yaml', definition: chain, code: {} });
    const ours = await start({ idempotencyKey: 'shared' });
    const theirs = await start({ project: other, idempotencyKey: 'shared' });
    expect(theirs.runId).not.toBe(ours.runId);
    await Promise.all([test.ended(ours), test.ended(theirs)]);
  });

  it('goes on with a start that broke off, when its key comes again', async () => {
    const { machines } = test.platform;
    const broken = { ...test.platform, machines: { ...machines, start: () => Promise.reject(new Error('lost')) } };
    const request = { project, pipeline: 'chain', parameters: {}, inputs: {}, idempotencyKey: 'broken' };
    await expect(startRun(broken, request)).rejects.toThrow('lost');
    const run = await startRun(test.platform, request);
    expect((await test.ended(run)).status).toBe('succeeded');
  });

  it('stops a machine that was started after its run had been stopped', async () => {
    const { machines, runs } = test.platform;
    const late = {
      ...test.platform,
      machines: {
        ...machines,
        start: async (execution: Parameters<typeof machines.start>[0]) => {
          const runId = execution.name.slice(0, 26);
          await runs.setStatus({ project, runId }, 1, 'stopping');
          await machines.start(execution);
        },
      },
    };
    test.act = () => ({ kind: 'wait', until: new Promise((resolve) => setTimeout(resolve, 50)) });
    const run = await startRun(late, { project, pipeline: 'chain', parameters: {}, inputs: {} });
    expect(run.status).toBe('stopping');
    expect((await test.ended(run)).status).toBe('stopped');
  });

  it('names every fault of the values at once', async () => {
    const problem = await problemOf(
      start({ parameters: { rosw: 1, 'prepare.rows': 'many' }, inputs: { dta: ['s3://b/k'] } }),
    );
    expect({ kind: problem.kind, codes: problem.diagnostics.map((diagnostic) => diagnostic.code).sort() }).toEqual({
      kind: 'invalid',
      codes: ['SL5001', 'SL5002', 'SL5005'],
    });
  });

  it('suggests the pipeline that was meant', async () => {
    const problem = await problemOf(start({ pipeline: 'chian' }));
    expect({ kind: problem.kind, message: problem.message }).toEqual({
      kind: 'not-found',
      message: 'there is no pipeline "chian"; did you mean "chain"?',
    });
    const version = await problemOf(start({ version: 'f'.repeat(64) }));
    expect(version).toMatchObject({ kind: 'not-found' });
  });

  it('refuses files that were not uploaded, and files of other projects', async () => {
    const definition = chain
      .replace('pipeline:\n    name: chain', 'pipeline:\n    name: files')
      .replace(
        '- { name: rows, type: integer, default: 3 }',
        '- { name: rows, type: integer, default: 3 }\n    inputs:\n      - { name: raw, default: data/raw.csv }',
      );
    await registerPipeline(test.platform, { project, file: 'valohai.yaml', definition, code: {} });
    const local = await problemOf(start({ pipeline: 'files' }));
    expect(local.diagnostics).toEqual([
      {
        code: 'SL5107',
        severity: 'error',
        message: 'input "raw" of node "prepare" names the file "data/raw.csv", which was not uploaded',
        hint: 'start the run with "slipway run", which uploads it, or give its URI under inputs as "prepare.raw"',
      },
    ]);
    const { bucket } = test.platform;
    for (const uri of [
      `s3://${bucket}/projects/other/runs/x`,
      `s3://${bucket}/projects/default/../other/x`,
      `S3://${bucket}/projects/defaultx/y`,
    ]) {
      const foreign = await problemOf(start({ pipeline: 'files', inputs: { raw: [uri] } }));
      expect(foreign.diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['SL5110']);
    }
    const own = await start({
      pipeline: 'files',
      inputs: { raw: [`s3://${bucket}/projects/default/sessions/a/b.csv`] },
    });
    expect((await test.ended(own)).status).toBe('succeeded');
  });

  it('makes another machine when the values ask for another structure', async () => {
    const small = await start({ pipeline: 'pipeline-sweep' });
    const definition = sweep('continue-and-error', `[${Array.from({ length: 41 }, (_, index) => index).join(', ')}]`);
    await registerPipeline(test.platform, { project, file: 'valohai.yaml', definition, code: {} });
    const wide = await start({ pipeline: 'sweep' });
    expect(wide.structureHash).not.toBe(small.structureHash);
    const items = await test.platform.objects.getText(axisItemsKey(project, wide.runId, 1, 'train'));
    expect(JSON.parse(items ?? 'null')).toEqual([...Array(41).keys()]);
    const ended = await test.ended(wide);
    expect({ status: ended.status, reason: ended.reason }).toEqual({ status: 'succeeded', reason: undefined });
    expect((await test.ended(small)).status).toBe('succeeded');
  });
});
