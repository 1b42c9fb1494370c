import { describe, expect, it } from 'vitest';
import { compilePipeline } from '../../../statemachines/compile.ts';
import { type Act, runPipeline } from './run-pipeline.ts';

const steps = `
- step:
    name: work
    handler: steps.ts#work
    parameters: [{ name: value, type: integer, optional: true }]
- pipeline:
    name: fit
    parameters: [{ name: rate, targets: [train.parameter.value], default: 1 }]
    nodes:
      - { name: train, type: execution, step: work }
      - { name: check, type: execution, step: work }
      - { name: other, type: execution, step: work }
    edges:
      - [train.dependency.*, check.dependency.*]
- pipeline:
    name: nothing
    nodes: []
    edges: []
`;

function definition(nodes: string, edges = '', more = ''): string {
  const lines = (text: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => `      ${line.trim()}`)
      .join('\n');
  return `${steps}
- pipeline:
    name: outer
${more}
    nodes:
${lines(nodes)}
    edges:${edges === '' ? ' []' : `\n${lines(edges)}`}
`;
}

async function run(
  text: string,
  acts: Readonly<Record<string, Act>> = {},
  seconds: Readonly<Record<string, number>> = {},
) {
  const { value, diagnostics } = compilePipeline(text, 'valohai.yaml', { pipeline: 'outer' });
  if (value === undefined) throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'));
  const ended = await runPipeline(value, {
    acts: (executionId, node) => acts[executionId] ?? acts[node],
    seconds: (executionId) => seconds[executionId] ?? 1,
  });
  return {
    status: ended.run.status,
    reason: ended.run.reason,
    seconds: ended.seconds,
    fates: Object.fromEntries(ended.run.nodes.map(({ node, fate }) => [node, fate])),
    starts: Object.fromEntries(ended.starts),
    reasons: Object.fromEntries(
      ended.run.nodes.flatMap(({ node, reason }) => (reason === undefined ? [] : [[node, reason]])),
    ),
  };
}

const between = definition(
  `- { name: prepare, type: execution, step: work }
   - { name: model, type: pipeline, pipeline: fit }
   - { name: use, type: execution, step: work }`,
  `- [prepare.dependency.*, model.dependency.*]
   - [model.dependency.*, use.dependency.*]`,
);

describe('a nested pipeline', () => {
  it('is one node to those around it, and several in itself', async () => {
    expect(await run(between, {}, { 'model.other': 5 })).toEqual({
      status: 'succeeded',
      reason: undefined,
      seconds: 7,
      fates: {
        prepare: 'succeeded',
        model: 'succeeded',
        'model.train': 'succeeded',
        'model.check': 'succeeded',
        'model.other': 'succeeded',
        use: 'succeeded',
      },
      starts: { prepare: 0, 'model.train': 1, 'model.other': 1, 'model.check': 2, use: 6 },
      reasons: {},
    });
  });

  it('fails with what fails in it', async () => {
    const ended = await run(between, { 'model.train': 'failed' }, { 'model.other': 5 });
    expect(ended).toMatchObject({
      status: 'failed',
      fates: {
        prepare: 'succeeded',
        model: 'failed',
        'model.train': 'failed',
        'model.check': 'omitted',
        'model.other': 'stopped',
        use: 'omitted',
      },
    });
  });

  it('that fails is a failure like any other to those around it', async () => {
    const caught = definition(
      `- { name: model, type: pipeline, pipeline: fit, on-error: continue }
       - { name: use, type: execution, step: work }
       - { name: tell, type: execution, step: work, depends: model.Failed }`,
      '- [model.dependency.*, use.dependency.*]',
    );
    expect(await run(caught, { 'model.train': 'failed' }, { 'model.other': 5 })).toMatchObject({
      status: 'succeeded',
      fates: {
        model: 'failed',
        'model.train': 'failed',
        'model.other': 'stopped',
        use: 'succeeded',
        tell: 'succeeded',
      },
    });
    expect(await run(caught)).toMatchObject({ status: 'succeeded', fates: { model: 'succeeded', tell: 'omitted' } });
  });

  it('has its own rules', async () => {
    const text = definition(
      `- { name: model, type: pipeline, pipeline: failover }
       - { name: use, type: execution, step: work }`,
      '- [model.dependency.*, use.dependency.*]',
    ).replace(
      '- pipeline:\n    name: nothing',
      `- pipeline:
    name: failover
    nodes:
      - { name: a, type: execution, step: work }
      - { name: b, type: execution, step: work, depends: a.Failed }
    edges: []
- pipeline:\n    name: nothing`,
    );
    expect(await run(text, { 'model.a': 'failed' })).toMatchObject({
      status: 'succeeded',
      fates: { model: 'succeeded', 'model.a': 'failed', 'model.b': 'succeeded', use: 'succeeded' },
    });
    expect(await run(text, { 'model.a': 'failed', 'model.b': 'failed' })).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('"model" failed') as string,
      fates: { model: 'failed', 'model.a': 'failed', 'model.b': 'failed', use: 'omitted' },
    });
    expect(await run(text)).toMatchObject({ fates: { model: 'succeeded', 'model.b': 'omitted', use: 'succeeded' } });
  });

  it.each([
    ['stop-pipeline', 'stopped'],
    ['error-pipeline', 'failed'],
  ])('ends the run by an action with %s in it, whatever is to be done behind its failure', async (action, status) => {
    const halting = definition(
      `- { name: model, type: pipeline, pipeline: strict, on-error: continue, actions: [{ when: node-error, then: require-approval }] }
       - { name: use, type: execution, step: work }
       - { name: lenient, type: pipeline, pipeline: strict, on-error: continue }`,
      `- [model.dependency.*, use.dependency.*]
       - [use.dependency.*, lenient.dependency.*]`,
    ).replace(
      '- pipeline:\n    name: nothing',
      `- pipeline:
    name: strict
    nodes:
      - { name: a, type: execution, step: work, actions: [{ when: node-error, then: ${action} }] }
    edges: []
- pipeline:\n    name: nothing`,
    );
    const when = (node: string) => `an action of "${node}" ended the run when it had failed`;
    expect(await run(halting, { 'model.a': 'failed' })).toMatchObject({
      status,
      reason: when('model.a'),
      // Nobody is asked any more.
      seconds: 1,
      fates: { model: 'errored', 'model.a': 'failed', use: 'stopped', lenient: 'stopped' },
    });
    // At the end of all, with nothing behind it.
    expect(await run(halting, { 'lenient.a': 'failed' })).toMatchObject({
      status,
      reason: when('lenient.a'),
      fates: { model: 'succeeded', use: 'succeeded', lenient: 'errored' },
    });
  });

  it('runs once for each trial of a sweep around it', async () => {
    const swept = definition(
      `- { name: model, type: pipeline, pipeline: fit }
       - { name: use, type: execution, step: work, gather: true }`,
      '- [model.dependency.*, use.dependency.*]',
      `    parameters: [{ name: rate, targets: [model.parameter.rate] }]
    sweep: { rate: [1, 2, 3] }`,
    );
    const ended = await run(swept);
    expect(ended).toMatchObject({ status: 'succeeded', fates: { model: 'succeeded', 'model.check': 'succeeded' } });
    expect(
      Object.keys(ended.starts)
        .filter((id) => id.startsWith('model.check.'))
        .sort(),
    ).toEqual(['model.check.0', 'model.check.1', 'model.check.2']);
    expect(await run(swept, { 'model.train.1': 'failed' })).toMatchObject({
      status: 'failed',
      fates: { model: 'failed', 'model.train': 'failed', use: 'omitted' },
    });
  });
});
