import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { manifest } from '../../functions/manifest.ts';
import { SlipwayPlatform } from '../../infra/slipway-platform.ts';
import { stageOf } from '../../infra/stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'slipway-infra-'));
const directory = join(folder, 'bundle');
mkdirSync(directory);
writeFileSync(join(directory, 'index.mjs'), 'export const handler = async () => {};\n');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function templateOf(stageName: string): Template {
  const app = new App({ outdir: mkdtempSync(join(folder, 'cdk.out-')) });
  const stack = new Stack(app, 'Slipway');
  new SlipwayPlatform(stack, 'Platform', {
    stage: stageOf(stageName),
    manifest,
    bundles: new Map(manifest.map(({ name }) => [name, { directory }])),
  });
  return Template.fromStack(stack);
}

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

describe('SlipwayPlatform', () => {
  it('makes every function of the manifest, with its limits', () => {
    const template = templateOf('dev');
    for (const { name, memoryMb, timeoutSeconds, storageMb } of manifest) {
      template.hasResourceProperties('AWS::Lambda::Function', {
        FunctionName: `slipway-dev-${name}`,
        MemorySize: memoryMb,
        Timeout: timeoutSeconds,
        EphemeralStorage: { Size: storageMb },
        Runtime: 'nodejs24.x',
      });
    }
  });

  it('delivers status changes of executions to finish-run', () => {
    templateOf('dev').hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: Match.objectLike({ executionArn: [{ 'anything-but': { wildcard: '*/*' } }] }),
      }),
    });
  });

  it('keeps the data of production, and of no other stage', () => {
    templateOf('prod').hasResource('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'Retain' });
    templateOf('prod').hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Retain' });
    templateOf('dev').hasResource('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'Delete' });
  });

  it('allows no action by a bare wildcard', () => {
    const policies = templateOf('prod').findResources('AWS::IAM::Policy');
    const statements = Object.values(policies).flatMap(
      (policy) =>
        (policy as { Properties: { PolicyDocument: { Statement: Statement[] } } }).Properties.PolicyDocument.Statement,
    );
    expect(
      statements.flatMap(({ Action }) => Action).filter((action) => action === '*' || action.endsWith(':*')),
    ).toEqual([]);
  });

  it('refuses a stage that cannot be part of names', () => {
    expect(() => stageOf('My Stage')).toThrow('stage "My Stage" is not usable in names');
  });
});
