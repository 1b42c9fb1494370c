import { Stack } from 'aws-cdk-lib';
import { Policy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ContainerSteps, SlipwayPipeline, SlipwayPlatform } from '../../infra/index.ts';
import { wildcardReason } from '../../infra/wildcard-resources.ts';
import { allowances } from './policies.ts';
import { masked, resourcesOf, synthesise, synthesisFolder, type TemplateJson } from './synthesise.ts';

const { app: newApp, folder, bundles, remove } = synthesisFolder();
const examples = join(import.meta.dirname, '..', '..', 'examples');
let templates: ReadonlyMap<string, TemplateJson>;
let assembly: string;

/** Of the stack with this name alone. */
const only = (name: string) => new Map([...templates].filter(([stack]) => stack === name));

/** Nothing but steps of nothing, one behind the other. */
function chain(nodes: number): string {
  const names = Array.from({ length: nodes }, (_, index) => `node-${String(index)}`);
  return [
    '- step: { name: nothing, handler: slipway/preprocess#default }',
    '- pipeline:',
    '    name: chain',
    '    nodes:',
    ...names.map((name) => `      - { name: ${name}, type: execution, step: nothing }`),
    '    edges:',
    ...names.slice(1).map((name, index) => `      - [${names[index] ?? ''}.output.a, ${name}.input.a]`),
  ].join('\n');
}

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

beforeAll(() => {
  const app = newApp();
  const platform = new SlipwayPlatform(app, 'Slipway', { stage: 'prod', stacks: {}, bundles });
  const pipelines = new Stack(app, 'Pipelines');
  new SlipwayPipeline(pipelines, 'Sweep', { definition: join(examples, 'fashion-mnist', 'valohai.yaml'), platform });
  new SlipwayPipeline(pipelines, 'Words', { definition: join(examples, 'ten-lines', 'valohai.yaml'), platform });
  const large = new Stack(app, 'Large');
  new SlipwayPipeline(large, 'Chain', { definition: written('chain.yaml', largeChain), platform, project: 'large' });
  const containers = new Stack(app, 'Containers');
  const steps = new ContainerSteps(containers, 'Steps', { platform });
  steps.taskDefinition('Python', { image: 'public.ecr.aws/docker/library/python:3.13', cpu: 1024, memoryMb: 4096 });
  const machine = new Role(containers, 'Machine', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
  new Policy(containers, 'Run', { roles: [machine], statements: [...steps.runStatements()] });
  assembly = app.outdir;
  templates = synthesise(app, 'nag');
});
afterAll(remove);

const largeChain = chain(1150).replace(
  'handler: slipway/preprocess#default',
  'handler: slipway/preprocess#default, timeout: 60',
);

describe('SlipwayPipeline', () => {
  it('is as it was', async () => {
    const template = templates.get('Pipelines');
    if (template === undefined) throw new Error('no such stack');
    await expect(masked(template)).toMatchFileSnapshot('snapshots/pipelines.json');
  });

  it('allows what the compiler derives, no action by a wildcard, and no resource but those of the list', async () => {
    const all = allowances(only('Pipelines'));
    expect(all.filter(({ action }) => action.includes('*'))).toEqual([]);
    expect(all.filter(({ resource }) => resource.includes('*') && wildcardReason(resource) === undefined)).toEqual([]);
    const lines = all.map(({ policy, action, resource }) => `${policy} ${action} ${resource}`);
    await expect(`${lines.sort().join('\n')}\n`).toMatchFileSnapshot('snapshots/pipelines-policies.txt');
  });

  it('takes the definition from a file, with a log and traces, and publishes a version behind an alias', () => {
    const machines = resourcesOf(only('Pipelines'), 'AWS::StepFunctions::StateMachine');
    expect(machines.map(({ Properties }) => Properties['StateMachineName'])).toEqual([
      expect.stringMatching(/^slipway-prod-p-[a-z-]+-[0-9a-f]{6}$/),
      expect.stringMatching(/^slipway-prod-p-count-words-[0-9a-f]{6}$/),
    ]);
    for (const { Properties } of machines) {
      expect(Properties).toMatchObject({
        DefinitionS3Location: {},
        LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
        TracingConfiguration: { Enabled: true },
      });
      expect(Properties).not.toHaveProperty('DefinitionString');
    }
    const versions = resourcesOf(only('Pipelines'), 'AWS::StepFunctions::StateMachineVersion');
    expect(versions.map(({ UpdateReplacePolicy }) => UpdateReplacePolicy)).toEqual(['Retain', 'Retain']);
    expect(resourcesOf(only('Pipelines'), 'AWS::StepFunctions::StateMachineAlias')).toHaveLength(2);
  });

  it('makes a function of each handler and calls its version, which stays when there is a newer one', () => {
    const functions = resourcesOf(only('Pipelines'), 'AWS::Lambda::Function').map(
      ({ Properties }) => Properties['FunctionName'],
    );
    expect(functions.sort()).toEqual([
      expect.stringMatching(/^slipway-prod-step-[0-9a-f]{6}-count-[0-9a-f]{6}$/),
      expect.stringMatching(/^slipway-prod-step-[0-9a-f]{6}-split-[0-9a-f]{6}$/),
    ]);
    const versions = resourcesOf(only('Pipelines'), 'AWS::Lambda::Version');
    expect(versions.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['Retain', 'Retain']);
  });

  it('leaves a record for the platform, which may read it, and a parameter whose change the platform hears', () => {
    const parameters = resourcesOf(only('Pipelines'), 'AWS::SSM::Parameter').map(
      ({ Properties }) => Properties['Name'],
    );
    expect(parameters).toEqual([
      expect.stringMatching(/^\/slipway\/prod\/pipelines\/[a-z-]+-[0-9a-f]{6}$/),
      expect.stringMatching(/^\/slipway\/prod\/pipelines\/count-words-[0-9a-f]{6}$/),
    ]);
    const recorder = allowances(only('Slipway-prod-Orchestration')).filter(({ policy }) =>
      /recorddeployment/.test(policy),
    );
    expect(recorder.filter(({ resource }) => resource.includes('assets')).map(({ action }) => action)).toEqual([
      's3:GetObject',
    ]);
  });

  it('holds a definition of 850 KB outside of its template', () => {
    const files = JSON.parse(readFileSync(join(assembly, 'Large.assets.json'), 'utf8')) as {
      readonly files: Readonly<Record<string, { readonly source: { readonly path: string } }>>;
    };
    const sizes = Object.values(files.files).map(({ source }) => statSync(join(assembly, source.path)).size);
    expect(Math.max(...sizes.filter((size) => size < 1_000_000))).toBeGreaterThan(800_000);
    expect(JSON.stringify(templates.get('Large')).length).toBeLessThan(50_000);
  });

  it('runs images on Fargate, with what every step may do and a log, and lets a machine start them', async () => {
    const [definition] = resourcesOf(only('Containers'), 'AWS::ECS::TaskDefinition');
    expect(definition?.Properties).toMatchObject({
      Family: 'slipway-prod-container-python',
      RequiresCompatibilities: ['FARGATE'],
      Cpu: '1024',
      Memory: '4096',
      RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
      ContainerDefinitions: [{ Name: 'step', Essential: true, LogConfiguration: { LogDriver: 'awslogs' } }],
    });
    const all = allowances(only('Containers'));
    expect(all.filter(({ resource }) => resource.includes('*') && wildcardReason(resource) === undefined)).toEqual([]);
    const lines = all.map(({ policy, action, resource }) => `${policy} ${action} ${resource}`);
    await expect(`${lines.sort().join('\n')}\n`).toMatchFileSnapshot('snapshots/containers-policies.txt');
  });

  it('says every fault of the definition where it is synthesised', () => {
    const app = newApp();
    const platform = new SlipwayPlatform(new Stack(app, 'Mine'), 'Slipway', { bundles });
    const definition = written(
      'faulty.yaml',
      [
        '- step: { name: train, image: python, command: python train.py }',
        '- pipeline:',
        '    name: trains',
        '    nodes:',
        '      - { name: train, type: execution, step: train }',
      ].join('\n'),
    );
    expect(() => new SlipwayPipeline(new Stack(app, 'Faulty'), 'P', { definition, platform })).toThrow(
      'the pipeline cannot be deployed:\nerror SL5105: node "train" cannot run yet',
    );
  });
});
