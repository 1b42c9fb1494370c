import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeploymentParameter, DeploymentRecord } from '../../../platform/pipelines/deployment-record.ts';
import { recordDeployment } from '../../../platform/pipelines/record-deployment.ts';
import { registerPipeline } from '../../../platform/pipelines/register-pipeline.ts';
import { startRun } from '../../../platform/runs/start-run.ts';
import type { CompiledPipeline } from '../../../statemachines/asl/compiled-pipeline.ts';
import { compilePipeline } from '../../../statemachines/compile.ts';
import { chain } from '../definitions.ts';
import { problemOf } from '../problem-of.ts';
import { startTestPlatform, type TestPlatform } from '../test-platform.ts';

let test: TestPlatform;
const project = 'default';
const name = '/slipway/test/pipelines/deployed-0a1b2c';

beforeAll(async () => {
  test = await startTestPlatform();
});
afterAll(() => test[Symbol.asyncDispose]());

function compiled(pipeline: string): { readonly definition: string; readonly pipeline: CompiledPipeline } {
  const definition = chain.replace('name: chain', `name: ${pipeline}`);
  const { value } = compilePipeline(definition, 'valohai.yaml');
  if (value === undefined) throw new Error('the definition is faulty');
  return { definition, pipeline: value };
}

/** As the construct writes both. */
function deployment(pipeline: string, stateMachineArn: string) {
  const made = compiled(pipeline);
  const { definitionHash, structureHash, plan, machines } = made.pipeline;
  const record: DeploymentRecord = {
    project,
    pipeline,
    definitionHash,
    structureHash,
    file: 'valohai.yaml',
    code: {},
    nodes: plan.nodes.map(({ node, kind, step }) => ({ node, kind, step })),
    definition: made.definition,
    asl: Object.fromEntries(machines.map((machine) => [machine.name, machine.asl])),
    plan: JSON.stringify(plan),
  };
  const parameter: DeploymentParameter = {
    record: { bucket: 'assets', key: 'record.json' },
    stateMachineArn,
    functions: {},
  };
  return {
    ...test.platform,
    readParameter: (asked: string) => Promise.resolve(asked === name ? JSON.stringify(parameter) : undefined),
    readObject: ({ bucket, key }: DeploymentParameter['record']) =>
      Promise.resolve(`${bucket}/${key}` === 'assets/record.json' ? JSON.stringify(record) : undefined),
  };
}

async function machineOf(pipeline: string): Promise<string> {
  const { definition, pipeline: made } = compiled(pipeline);
  await registerPipeline(test.platform, { project, file: 'valohai.yaml', definition, code: {} });
  const structure = await test.platform.registry.getStructure(
    project,
    pipeline,
    made.definitionHash,
    made.structureHash,
  );
  return structure?.stateMachineArn ?? '';
}

describe('recordDeployment', () => {
  it('lets runs start with the machine that was deployed', async () => {
    const stateMachineArn = await machineOf('like-it');
    const version = await recordDeployment(deployment('deployed', stateMachineArn), name);
    expect(version).toMatchObject({ project, pipeline: 'deployed', origin: 'deployed' });
    const run = await startRun(test.platform, { project, pipeline: 'deployed', parameters: {}, inputs: {} });
    expect(run.stateMachineExecutionArn).toContain(stateMachineArn.split(':').at(-1));
    expect((await test.ended(run)).status).toBe('succeeded');
  });

  it('puts what is deployed now in the place of what was deployed before', async () => {
    const arn = 'arn:aws:states:eu-west-1:000000000000:stateMachine:slipway-test-p-again-0a1b2c';
    await recordDeployment(deployment('again', `${arn}:1`), name);
    await recordDeployment(deployment('again', `${arn}:2`), name);
    const { definitionHash, structureHash } = compiled('again').pipeline;
    const structure = await test.platform.registry.getStructure(project, 'again', definitionHash, structureHash);
    expect(structure).toMatchObject({ stateMachineArn: `${arn}:2`, origin: 'deployed' });
  });

  it('lets a parameter be that is gone, and says what is missing behind one that is there', async () => {
    const context = deployment('gone', 'arn');
    expect(await recordDeployment(context, '/slipway/test/pipelines/other')).toBeUndefined();
    const problem = await problemOf(
      recordDeployment({ ...context, readObject: () => Promise.resolve(undefined) }, name),
    );
    expect(problem.message).toBe(
      `the parameter "${name}" points to "s3://assets/record.json", which is not there; deploy the pipeline again`,
    );
  });
});
