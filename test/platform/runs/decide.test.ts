import { expect, it } from 'vitest';
import { decide } from '../../../platform/runs/decide.ts';
import { newRun } from '../../../platform/runs/new-run.ts';
import { nodePlanKey } from '../../../platform/runs/run-keys.ts';
import { compiledOf } from '../../statemachines/failures/define.ts';
import { createMemoryStores } from '../../statemachines/failures/memory-stores.ts';

it('reads a sweep once, however many of its values an action compares', async () => {
  const when = { when: 'node-complete', then: 'stop-pipeline' };
  const actions = ['metadata.loss > 5 or metadata.accuracy < 0.5', 'metadata.steps == 0'].map((condition) => ({
    ...when,
    if: condition,
  }));
  const { plan } = compiledOf({ nodes: { train: { trials: 3, actions } } });
  const stores = createMemoryStores();
  const structure = { project: 'default', stateMachineArn: 'arn:aws:states:us-east-1:0:stateMachine:m' };
  const run = newRun(structure as Parameters<typeof newRun>[0], plan, {
    runId: 'run',
    parameters: {},
    inputs: {},
    createdAt: '2026-01-01T00:00:00.000Z',
  });
  await stores.runs.create(run);
  for (const node of plan.nodes) {
    await stores.objects.putText(nodePlanKey('default', 'run', 1, node.node), JSON.stringify(node));
  }
  const lists: string[] = [];
  const executions: typeof stores.executions = {
    ...stores.executions,
    list: (project, runId, node, sizes) => {
      lists.push(node);
      return stores.executions.list(project, runId, node, sizes);
    },
  };
  const event = {
    project: 'default',
    runId: 'run',
    generation: 1,
    node: 'train',
    trial: [],
    moment: 'complete',
  } as const;
  expect(await decide({ ...stores, executions, now: () => new Date(0) }, event)).toEqual({ fate: 'running' });
  expect(lists).toEqual(['train']);
});
