import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerPipeline } from '../../../platform/pipelines/register-pipeline.ts';
import { aslKey, definitionKey, planKey } from '../../../platform/pipelines/pipeline-keys.ts';
import type { StepLambda } from '../../../platform/pipelines/step-lambdas.ts';
import type { CreatedStateMachine } from '../../../platform/pipelines/state-machines.ts';
import { compilePipeline } from '../../../statemachines/compile.ts';
import type { ExecutionPlan } from '../../../statemachines/plan/execution-plan.ts';
import { chain } from '../definitions.ts';
import { problemOf } from '../problem-of.ts';
import { startTestPlatform, type TestPlatform } from '../test-platform.ts';

let test: TestPlatform;
const project = 'default';
const request = { project, file: 'valohai.yaml', definition: chain, code: {} };

beforeAll(async () => {
  test = await startTestPlatform();
});
afterAll(() => test[Symbol.asyncDispose]());

function named(name: string): string {
  return chain.replace('name: chain', `name: ${name}`);
}

describe('registerPipeline', () => {
  it('keeps the definition, the plan and the ASL, and makes one machine', async () => {
    const text = named('kept');
    const created: { name: string; definition: string }[] = [];
    const { machines } = test.platform;
    const platform = {
      ...test.platform,
      machines: {
        ...machines,
        create: (machine: (typeof created)[number]) => (created.push(machine), machines.create(machine)),
      },
    };
    const { version, diagnostics } = await registerPipeline(platform, { ...request, definition: text });
    expect(diagnostics).toEqual([]);
    expect(version).toMatchObject({
      project,
      pipeline: 'kept',
      file: 'valohai.yaml',
      origin: 'registered',
      nodes: [
        { node: 'prepare', kind: 'execution', step: 'prepare' },
        { node: 'train', kind: 'execution', step: 'train' },
      ],
    });
    const [machine] = created;
    expect(machine?.name).toMatch(/^slipway-test-[0-9a-f]{12}-[0-9a-f]{8}$/u);
    expect(machine?.definition).toContain('"slipway-test-steps-train"');
    expect(machine?.definition).not.toContain('${');
    const { objects } = test.platform;
    expect(await objects.getText(definitionKey(project, 'kept', version.definitionHash))).toBe(text);

    await Promise.all(Array.from({ length: 10 }, () => registerPipeline(platform, { ...request, definition: text })));
    expect(created).toHaveLength(1);
    expect(await test.platform.registry.listVersions(project, 'kept')).toEqual([
      { definitionHash: version.definitionHash, createdAt: version.createdAt },
    ]);
  });

  it('makes the same of the same at the same time', async () => {
    const definition = named('at-once');
    const all = await Promise.all(
      Array.from({ length: 10 }, () => registerPipeline(test.platform, { ...request, definition })),
    );
    expect(new Set(all.map(({ version }) => JSON.stringify(version))).size).toBe(1);
  });

  it('makes what was registered last the latest, also an older version', async () => {
    const before = named('versions');
    const after = before.replace('default: 3', 'default: 4');
    const first = await registerPipeline(test.platform, { ...request, definition: before });
    const second = await registerPipeline(test.platform, { ...request, definition: after });
    expect(second.version.definitionHash).not.toBe(first.version.definitionHash);
    const latest = () => test.platform.registry.getLatest(project, 'versions');
    expect(await latest()).toEqual(second.version);
    await registerPipeline(test.platform, { ...request, definition: before });
    expect(await latest()).toEqual(first.version);
    expect((await test.platform.registry.listVersions(project, 'versions')).length).toBe(2);
  });

  it('names what cannot run yet, every such node at once', async () => {
    const definition = named('unable').replaceAll(/handler: .*/gu, "image: python:3.13\n    command: 'true'");
    const problem = await problemOf(registerPipeline(test.platform, { ...request, definition }));
    expect(problem.diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['SL5105', 'node "prepare" cannot run yet: its step "prepare" has "image" and "command", which need a container'],
      ['SL5105', 'node "train" cannot run yet: its step "train" has "image" and "command", which need a container'],
    ]);
  });

  it('asks for the code of every handler at once', async () => {
    const definition = named('handlers')
      .replace('slipway/preprocess#default', 'slipway/preproces#default')
      .replace('slipway/train#default', 'mine.ts#train');
    const problem = await problemOf(registerPipeline(test.platform, { ...request, definition }));
    expect(problem.diagnostics.map(({ code, message }) => [code, message]).sort()).toEqual([
      ['SL5101', 'the handler "mine.ts#train" has no code here'],
      [
        'SL5101',
        'the handler "slipway/preproces#default" has no code here; did you mean "slipway/preprocess#default" or "slipway/predict#default" or "slipway/train#default"?',
      ],
    ]);
  });

  it('tells a handler that is not deployed', async () => {
    const digest = 'd'.repeat(64);
    const definition = named('undeployed').replace('slipway/train#default', 'mine.ts#train');
    await test.platform.objects.putText(`projects/${project}/code/${digest}.zip`, 'zip', 'application/zip');
    const platform = { ...test.platform, lambdas: { ensure: async () => ({ kind: 'not-deployed' as const }) } };
    const problem = await problemOf(
      registerPipeline(platform, { ...request, definition, code: { 'mine.ts#train': digest } }),
    );
    expect(problem.diagnostics.map(({ code }) => code)).toEqual(['SL5103']);
  });

  it('gives a handler the memory and storage that its steps ask for, each amount in a function of its own', async () => {
    const digest = 'e'.repeat(64);
    await test.platform.objects.putText(`projects/${project}/code/${digest}.zip`, 'zip', 'application/zip');
    const asking = (name: string, resources: string) =>
      named(name).replace('slipway/train#default', `mine.ts#train\n${resources}`);
    const made: StepLambda[] = [];
    const ensure = async (lambda: StepLambda) => (made.push(lambda), { kind: 'created' as const });
    const platform = { ...test.platform, lambdas: { ensure } };
    for (const definition of [
      asking('usual', ''),
      asking('small', '    memory: 256'),
      asking('large', '    memory: 4 GB\n    storage: 2 GB'),
    ]) {
      await registerPipeline(platform, { ...request, definition, code: { 'mine.ts#train': digest } });
    }
    expect(made.map(({ functionName, memoryMb, storageMb }) => [functionName, memoryMb, storageMb])).toEqual([
      ['slipway-test-step-eeeeeeeeeeeeeeee', 1024, 512],
      ['slipway-test-step-eeeeeeeeeeeeeeee-256-512', 256, 512],
      ['slipway-test-step-eeeeeeeeeeeeeeee-4096-2048', 4096, 2048],
    ]);
  });

  it('refuses more than a function may have', async () => {
    const definition = named('greedy').replace(
      'slipway/train#default',
      'slipway/train#default\n    memory: 20 GB\n    storage: 11 GB',
    );
    const problem = await problemOf(registerPipeline(test.platform, { ...request, definition }));
    expect(problem.diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['SL5111', 'node "train" asks for 20480 MB of memory, and a function has at most 10240'],
      ['SL5111', 'node "train" asks for 11264 MB of storage, and a function has at most 10240'],
    ]);
  });

  it('passes on what Step Functions says against a machine', async () => {
    const answering = (answer: CreatedStateMachine) => ({
      ...test.platform,
      machines: { ...test.platform.machines, create: async () => answer },
    });
    const invalid = answering({ kind: 'invalid-definition', message: 'no StartAt' });
    const refused = await problemOf(registerPipeline(invalid, { ...request, definition: named('refused') }));
    expect(refused.diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['SL5104', 'Step Functions does not accept the state machine of pipeline "refused": no StartAt'],
    ]);
    const forbidden = answering({ kind: 'not-permitted', message: 'no' });
    expect(await problemOf(registerPipeline(forbidden, { ...request, definition: named('forbidden') }))).toMatchObject({
      kind: 'forbidden',
    });
    expect(await test.platform.registry.getLatest(project, 'refused')).toBeUndefined();
  });

  it('writes a plan that names what runs', async () => {
    const { version } = await registerPipeline(test.platform, request);
    expect(await test.platform.registry.getVersion(project, 'chain', version.definitionHash)).toEqual(version);
    const { objects, registry } = test.platform;
    const structureHash = compilePipeline(chain, 'valohai.yaml').value?.structureHash ?? '';
    const text = await objects.getText(planKey(project, 'chain', version.definitionHash, structureHash));
    expect((JSON.parse(text ?? '{}') as ExecutionPlan).nodes.map(({ node }) => node)).toEqual(['prepare', 'train']);
    const asl = await objects.getText(aslKey(project, 'chain', version.definitionHash, structureHash));
    expect(asl).toContain('${');
    expect(await registry.getStructure(project, 'chain', version.definitionHash, structureHash)).toMatchObject({
      origin: 'registered',
    });
  });
});
