import { Stack } from 'aws-cdk-lib';
import { Template, Match } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifest } from '../../functions/manifest.ts';
import { platformContext } from '../../infra/platform-context.ts';
import { SlipwayPlatform } from '../../infra/slipway-platform.ts';
import { stageOf } from '../../infra/stage.ts';
import { wildcardReason } from '../../infra/wildcard-resources.ts';
import { allowances } from './policies.ts';
import { masked, resourcesOf, synthesise, synthesisFolder, type TemplateJson } from './synthesise.ts';

const { app: newApp, bundles, remove } = synthesisFolder();
/** Of production in a stack each, checked by cdk-nag; of development within a stack of somebody's own. */
let prod: ReadonlyMap<string, TemplateJson>;
let dev: ReadonlyMap<string, TemplateJson>;

function production(): ReadonlyMap<string, TemplateJson> {
  const app = newApp();
  new SlipwayPlatform(app, 'Slipway', { stage: 'prod', stacks: {}, bundles, reservedConcurrency: { api: 20 } });
  return synthesise(app, 'nag');
}

beforeAll(() => {
  prod = production();
  const app = newApp();
  new SlipwayPlatform(new Stack(app, 'Mine'), 'Slipway', { bundles, architecture: 'x86_64' });
  dev = synthesise(app);
});
afterAll(remove);

describe('SlipwayPlatform', () => {
  it.each(['Storage', 'Orchestration', 'Api', 'Observability'])('is as it was: %s', async (name) => {
    const template = prod.get(`Slipway-prod-${name}`);
    if (template === undefined) throw new Error('no such stack');
    await expect(masked(template)).toMatchFileSnapshot(`snapshots/prod-${name}.json`);
  });

  it('is the same, byte for byte, when it is synthesised again', () => {
    expect(JSON.stringify([...production()])).toBe(JSON.stringify([...prod]));
  });

  it('makes every function of the manifest, with its limits', () => {
    const made = resourcesOf(prod, 'AWS::Lambda::Function').map(({ Properties }) => Properties);
    const facts = ({
      FunctionName,
      MemorySize,
      Timeout,
      EphemeralStorage,
      Runtime,
      Architectures,
      TracingConfig,
    }: Readonly<Record<string, unknown>>) => ({
      FunctionName,
      MemorySize,
      Timeout,
      EphemeralStorage,
      Runtime,
      Architectures,
      TracingConfig,
    });
    expect(made.map(facts).sort(byName)).toEqual(
      manifest
        .map(({ name, memoryMb, timeoutSeconds, storageMb }) => ({
          FunctionName: `slipway-prod-${name}`,
          MemorySize: memoryMb,
          Timeout: timeoutSeconds,
          EphemeralStorage: { Size: storageMb },
          Runtime: 'nodejs24.x',
          Architectures: ['arm64'],
          TracingConfig: { Mode: 'Active' },
        }))
        .sort(byName),
    );
    const api = made.find(({ FunctionName }) => FunctionName === 'slipway-prod-api');
    expect(api?.['ReservedConcurrentExecutions']).toBe(20);
  });

  it('takes another processor where it is told to', () => {
    const architectures = resourcesOf(dev, 'AWS::Lambda::Function')
      .filter(({ Properties }) => 'FunctionName' in Properties)
      .map(({ Properties }) => Properties['Architectures']);
    expect(new Set(architectures.flat() as string[])).toEqual(new Set(['x86_64']));
  });

  it('gives every function a role of its own', () => {
    const roles = resourcesOf(prod, 'AWS::Lambda::Function').map(({ Properties }) =>
      JSON.stringify(Properties['Role']),
    );
    expect(new Set(roles).size).toBe(manifest.length);
  });

  it('allows what the roles were allowed before, no action by a wildcard, and no resource but those of the list', async () => {
    const all = allowances(prod);
    expect(all.filter(({ action }) => action.includes('*'))).toEqual([]);
    expect(all.filter(({ resource }) => resource.includes('*') && wildcardReason(resource) === undefined)).toEqual([]);
    const lines = all.map(({ policy, action, resource }) => `${policy} ${action} ${resource}`);
    await expect(`${lines.sort().join('\n')}\n`).toMatchFileSnapshot('snapshots/prod-policies.txt');
  });

  it('delivers status changes of executions to finish-run, and what cannot be delivered to a queue', () => {
    Template.fromJSON(prod.get('Slipway-prod-Orchestration') as object).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: Match.objectLike({ executionArn: [{ 'anything-but': { wildcard: '*/*' } }] }),
      }),
      Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue(), RetryPolicy: { MaximumRetryAttempts: 3 } })],
    });
    const destinations = resourcesOf(prod, 'AWS::Lambda::EventInvokeConfig').map(({ Properties }) => Properties);
    const asynchronous = manifest.filter(({ events }) =>
      events.some(({ kind }) => ['event', 'schedule', 'deployment'].includes(kind)),
    );
    expect(destinations).toHaveLength(asynchronous.length);
    for (const each of destinations) expect(each).toMatchObject({ DestinationConfig: { OnFailure: {} } });
  });

  it('keeps the data of production, and of no other stage', () => {
    const kept = (templates: typeof prod) =>
      ['AWS::S3::Bucket', 'AWS::DynamoDB::Table'].flatMap((type) =>
        resourcesOf(templates, type).map(({ DeletionPolicy }) => DeletionPolicy),
      );
    expect({ prod: kept(prod), dev: kept(dev) }).toEqual({ prod: ['Retain', 'Retain'], dev: ['Delete', 'Delete'] });
    const [table] = resourcesOf(prod, 'AWS::DynamoDB::Table');
    expect(table?.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  it('ends every log', () => {
    const retention = resourcesOf(prod, 'AWS::Logs::LogGroup').map(({ Properties }) => Properties['RetentionInDays']);
    expect(retention).toHaveLength(manifest.length + 1);
    expect(new Set(retention)).toEqual(new Set([30]));
  });

  it('answers faults of the gateway as the API answers its own', () => {
    const faults = resourcesOf(prod, 'AWS::ApiGateway::GatewayResponse').map(({ Properties }) => ({
      response: Properties['ResponseType'],
      ...(JSON.parse((Properties['ResponseTemplates'] as Record<string, string>)['application/json'] ?? '') as object),
    }));
    expect(faults).toContainEqual({
      response: 'UNAUTHORIZED',
      type: 'about:blank',
      title: 'Not authenticated',
      status: 401,
      code: 'unauthenticated',
      detail: 'this needs a token that is known and has not expired: send it as Authorization: Bearer slw_...',
    });
    expect(faults).toHaveLength(8);
  });

  it('refuses a stage that cannot be part of names', () => {
    expect(() => stageOf('My Stage')).toThrow('stage "My Stage" is not usable in names');
  });
});

describe('platformContext', () => {
  it('reads what the stage chooses', () => {
    const { node } = newApp({
      stage: 'prod',
      'slipway:prod': { architecture: 'x86_64', reservedConcurrency: { api: 5 } },
    });
    expect(platformContext(node)).toEqual({ stage: 'prod', architecture: 'x86_64', reservedConcurrency: { api: 5 } });
  });

  it('says every slip at once', () => {
    const { node } = newApp({ 'slipway:dev': { architecture: 'arm', retention: 1 } });
    expect(() => platformContext(node)).toThrow(
      [
        'the context "slipway:dev" is not usable:',
        '✖ Unrecognized key: "retention"',
        '✖ Invalid option: expected one of "arm64"|"x86_64"',
        '  → at architecture',
      ].join('\n'),
    );
  });
});

function byName(a: { readonly FunctionName?: unknown }, b: { readonly FunctionName?: unknown }): number {
  return String(a.FunctionName) < String(b.FunctionName) ? -1 : 1;
}
