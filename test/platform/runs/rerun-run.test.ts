import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerPipeline } from '../../../platform/pipelines/register-pipeline.ts';
import { answerApproval } from '../../../platform/runs/answer-approval.ts';
import type { StoredPlan } from '../../../platform/runs/node-reuse.ts';
import { rerunRun } from '../../../platform/runs/rerun-run.ts';
import { nodePlanKey } from '../../../platform/runs/run-keys.ts';
import type { Run } from '../../../platform/runs/run.ts';
import { type StartRequest, startRun } from '../../../platform/runs/start-run.ts';
import { pipelineSweep } from '../definitions.ts';
import { problemOf } from '../problem-of.ts';
import { startTestPlatform, type TestPlatform } from '../test-platform.ts';

let test: TestPlatform;
const project = 'default';

const asking = `
- step: { name: work, handler: slipway/train#default }
- pipeline:
    name: asking
    nodes:
      - { name: ask, type: approval }
      - { name: work, type: execution, step: work, depends: ask }
    edges: []
`;

/** The threshold is that of the pipeline: the trials have none of their own. */
const stopping = `
- step:
    name: train
    handler: slipway/train#default
    parameters: [{ name: epochs, type: integer, default: 1 }]
- step:
    name: use
    handler: slipway/train#default
    parameters: [{ name: threshold, type: float, default: 1 }]
- task:
    name: search
    step: train
    type: grid_search
    stop-condition: score > parameter.threshold
    parameters:
      - { name: epochs, style: multiple, rules: { items: [1, 2, 3] } }
- pipeline:
    name: stopping
    parameters:
      - { name: threshold, default: 1, targets: [use.parameter.threshold] }
    nodes:
      - { name: train, type: task, task: search }
      - { name: use, type: execution, step: use, depends: train }
    edges: []
`;

beforeAll(async () => {
  test = await startTestPlatform();
  for (const definition of [pipelineSweep, asking, stopping])
    await registerPipeline(test.platform, { project, file: 'valohai.yaml', definition, code: {} });
});
afterAll(() => test[Symbol.asyncDispose]());

async function ended(request: Partial<StartRequest> = {}): Promise<Run> {
  const run = { project, pipeline: 'pipeline-sweep', parameters: {}, inputs: {}, ...request };
  return test.ended(await startRun(test.platform, run));
}

async function reuseIn(run: Run): Promise<Readonly<Record<string, StoredPlan['reuse']>>> {
  const texts = run.nodes.map(async ({ node }) => {
    const text = await test.platform.objects.getText(nodePlanKey(project, run.runId, run.generation, node));
    return [node, (JSON.parse(text ?? '{}') as StoredPlan).reuse] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}

describe('rerunRun', () => {
  it('starts a run of the same version and values that takes what is not behind its first node', async () => {
    const former = await ended({ parameters: { place: ['a', 'c'] } });
    const rerun = await rerunRun(test.platform, { ...former, from: 'train', parameters: { epochs: [7] } });
    expect(await test.ended(rerun)).toMatchObject({
      status: 'succeeded',
      definitionHash: former.definitionHash,
      parameters: { place: ['a', 'c'], epochs: [7] },
      rerunOf: { runId: former.runId, from: 'train' },
    });
    expect(await reuseIn(rerun)).toEqual({
      prepare: { kind: 'run', runId: former.runId },
      train: undefined,
      predict: undefined,
    });
  });

  it('refuses each value that reaches what is not run again, wherever it comes from', async () => {
    const former = await ended();
    const parameters = { place: ['b'], epochs: [3] };
    const problem = await problemOf(rerunRun(test.platform, { ...former, from: 'train', parameters }));
    expect(problem.diagnostics.map(({ code, message }) => ({ code, message }))).toEqual([
      {
        code: 'SL5112',
        message:
          'the parameter "place" reaches the node "prepare", which does not come after "train" and would not be run again',
      },
    ]);
    const same = await rerunRun(test.platform, { ...former, from: 'predict', parameters: { place: ['a', 'b'] } });
    await test.ended(same);
    const wrong = await problemOf(rerunRun(test.platform, { ...former, from: 'train', parameters: { epohcs: 3 } }));
    expect(wrong.diagnostics.map(({ code }) => code)).toEqual(['SL5001']);
  });

  it('refuses a value that only the stop condition of a former sweep would have heard of', async () => {
    const former = await ended({ pipeline: 'stopping' });
    const problem = await problemOf(rerunRun(test.platform, { ...former, from: 'use', parameters: { threshold: 2 } }));
    expect(problem.diagnostics.map(({ code, message }) => ({ code, message }))).toEqual([
      {
        code: 'SL5112',
        message:
          'the parameter "threshold" reaches the node "train", which does not come after "use" and would not be run again',
      },
    ]);
  });

  it('is one run for one key', async () => {
    const former = await ended();
    const request = { ...former, from: 'train', parameters: {}, idempotencyKey: 'once' };
    const both = [await rerunRun(test.platform, request), await rerunRun(test.platform, request)];
    expect(new Set(both.map(({ runId }) => runId)).size).toBe(1);
    await test.ended(both[0] ?? former);
  });

  it('does not ask again for what was approved', async () => {
    const first = await startRun(test.platform, { project, pipeline: 'asking', parameters: {}, inputs: {} });
    const key = { project, runId: first.runId, executionId: 'ask' };
    while ((await test.platform.approvals.get(key)) === undefined)
      await new Promise((resolve) => setTimeout(resolve, 5));
    await answerApproval(test.platform, { ...key, decision: 'approved', comment: 'fine' });
    const former = await test.ended(first);
    const rerun = await test.ended(await rerunRun(test.platform, { ...former, from: 'work', parameters: {} }));
    expect(rerun.status).toBe('succeeded');
    expect(await test.platform.executions.get(project, rerun.runId, 'ask', [])).toMatchObject({
      status: 'succeeded',
      metadata: { decision: 'approved', comment: 'fine' },
      reusedFrom: { runId: former.runId, node: 'ask', executionId: 'ask' },
    });
  });
});
