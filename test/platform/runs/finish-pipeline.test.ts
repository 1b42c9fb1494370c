import { describe, expect, it } from 'vitest';
import { finishPipeline } from '../../../platform/runs/finish-pipeline.ts';
import { newRun } from '../../../platform/runs/new-run.ts';
import { compilePipeline } from '../../../statemachines/compile.ts';
import { createMemoryStores } from '../../statemachines/failures/memory-stores.ts';

const at = '2026-01-01T00:00:00.000Z';

async function running(inner: string, outer = '') {
  const text = `
- step: { name: work, handler: steps.ts#work, parameters: [{ name: value, type: integer, optional: true }] }
- task:
    name: search
    step: work
    on-child-error: stop-all-and-error
    stop-condition: metadata.accuracy >= 0.9
    parameters: [{ name: value, style: multiple, rules: { items: [1, 2, 3] } }]
- pipeline:
    name: fit
    nodes:
${inner}
    edges: []
- pipeline:
    name: outer
${outer}
    nodes:
      - { name: model, type: pipeline, pipeline: fit }
    edges: []
`;
  const { value, diagnostics } = compilePipeline(text, 'valohai.yaml', { pipeline: 'outer' });
  if (value === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const stores = createMemoryStores();
  const structure = { project: 'default', pipeline: 'outer', stateMachineArn: 'arn' } as Parameters<typeof newRun>[0];
  const run = newRun(structure, value.plan, { runId: 'run', parameters: {}, inputs: {}, createdAt: at });
  await stores.runs.create(run);
  const keyOf = (node: string, trial: readonly number[]) => ({
    project: 'default',
    runId: 'run',
    generation: run.generation,
    node,
    trial,
    attempt: '0.0',
  });
  const succeed = async (node: string, trial: readonly number[]) => {
    await stores.executions.begin(keyOf(node, trial), {}, at);
    const result = { outcome: { kind: 'succeeded' }, metadata: {}, outputs: [], inputs: {}, finishedAt: at } as const;
    await stores.executions.finishAttempt(keyOf(node, trial), result);
  };
  return { stores, keyOf, succeed, context: { ...stores, now: () => new Date(at) } };
}

describe('finishPipeline', () => {
  it('takes trials that the stop condition of their sweep called off for no failure', async () => {
    const { stores, keyOf, succeed, context } = await running('      - { name: a, type: task, task: search }');
    const reason = 'model.a.0 met its stop condition';
    await stores.sweeps.stop(keyOf('model.a', []), { by: 'model.a.0', reason });
    await succeed('model.a', [0]);
    await stores.executions.setFate(keyOf('model.a', [1]), 'stopped', reason, at);
    await stores.executions.setFate(keyOf('model.a', [2]), 'stopped', reason, at);
    expect(await finishPipeline(context, keyOf('model', []))).toEqual({ status: 'succeeded', reason: '' });
  });

  it('counts trials that never began', async () => {
    const { stores, keyOf, succeed, context } = await running(
      `      - { name: a, type: task, task: search }
      - { name: b, type: execution, step: work, depends: "!a.AllFailed" }`,
    );
    await stores.executions.setFate(keyOf('model.a', [0]), 'failed', 'it broke', at);
    await succeed('model.b', []);
    expect(await finishPipeline(context, keyOf('model', []))).toEqual({ status: 'succeeded', reason: '' });
  });

  it('reads of each trial of a sweep around it what belongs to that trial alone', async () => {
    const { stores, keyOf, succeed, context } = await running(
      '      - { name: a, type: execution, step: work }\n    parameters: [{ name: rate, targets: [a.parameter.value], default: 1 }]',
      '    parameters: [{ name: rate, targets: [model.parameter.rate] }]\n    sweep: { rate: [1, 2] }',
    );
    await succeed('model.a', [0]);
    await stores.executions.setFate(keyOf('model.a', [1]), 'failed', 'it broke', at);
    const list = () => {
      throw new Error('all of them are listed');
    };
    const watched = { ...context, executions: { ...stores.executions, list } };
    expect([
      await finishPipeline(watched, keyOf('model', [0])),
      await finishPipeline(watched, keyOf('model', [1])),
    ]).toEqual([
      { status: 'succeeded', reason: '' },
      { status: 'failed', reason: '"model.a" failed: it broke' },
    ]);
  });
});
