import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { CreateFunctionCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundlePlatformFunctions } from '../../bundles/bundle-platform-functions.ts';
import { manifest } from '../../functions/manifest.ts';
import type { LocalCloud } from '../../local/local-cloud.ts';
import { openLocalCloud } from '../../local/open-local-cloud.ts';
import { startLocalCloud } from '../../local/start-local-cloud.ts';
import { client } from './credentials.ts';
import { functionZip } from './function-zip.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Bundling takes seconds, and what it makes depends on the sources only. */
const cacheDir = fileURLToPath(new URL('../../node_modules/.cache/slipway', import.meta.url));
const ROLE = 'arn:aws:iam::000000000000:role/test';

type Endpoints = LocalCloud['endpoints'];

const clients = (endpoints: Endpoints) => ({
  s3: new S3Client({ ...client, endpoint: endpoints.s3, forcePathStyle: true }),
  dynamodb: new DynamoDBClient({ ...client, endpoint: endpoints.dynamodb }),
  lambda: new LambdaClient({ ...client, endpoint: endpoints.lambda }),
  sfn: new SFNClient({ ...client, endpoint: endpoints.stepfunctions }),
});

/** Goes on when the file `gate` is there. */
const gated = functionZip(`
import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
export const handler = async ({ name, gate }) => {
  while (gate && !existsSync(gate)) await setTimeout(20);
  return name;
};`);

const chain = JSON.stringify({
  QueryLanguage: 'JSONata',
  StartAt: 'First',
  States: {
    First: task('first', undefined, 'Second'),
    Second: task('second', '{% $states.input.gate %}', undefined),
  },
});

function task(name: string, gate: string | undefined, Next: string | undefined): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: 'gated', Payload: { name, ...(gate === undefined ? {} : { gate }) } },
    Assign: { [name]: '{% $states.result.Payload %}' },
    Output:
      Next === undefined ? { first: '{% $first %}', second: '{% $states.result.Payload %}' } : '{% $states.input %}',
    TimeoutSeconds: 60,
    Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 3 }],
    ...(Next === undefined ? { End: true } : { Next }),
  };
}

async function startKillableCloud(dataDir: string) {
  const child = spawn(process.execPath, [fileURLToPath(new URL('run-cloud.ts', import.meta.url)), dataDir, cacheDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, ...(JSON.parse(line.toString('utf8')) as { readonly endpoints: Endpoints; readonly token: string }) };
}

const get = (endpoints: Endpoints, path: string, token: string) =>
  fetch(`${endpoints.api}${path}`, { headers: { authorization: `Bearer ${token}` } });

beforeAll(() => bundlePlatformFunctions({ functions: manifest, cacheDir }), 120_000);

describe('startLocalCloud', { timeout: 60_000 }, () => {
  it('is seen by AWS’s clients, answers its API, and says where it is', async () => {
    const dataDir = join(await temporaryFolder(), 'data');
    const cloud = await startLocalCloud({ dataDir, cacheDir });
    const { s3, dynamodb, lambda, sfn } = clients(cloud.endpoints);
    expect((await s3.send(new ListBucketsCommand({}))).Buckets).toMatchObject([{ Name: cloud.bucket }]);
    expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual([cloud.table]);
    expect((await sfn.send(new ListStateMachinesCommand({}))).stateMachines).toEqual([]);
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
    expect(Functions.map(({ FunctionName }) => FunctionName)).toEqual(
      manifest.map(({ name }) => `slipway-local-${name}`).toSorted(),
    );
    expect(await (await get(cloud.endpoints, '/v1/runs', cloud.token)).json()).toEqual({ items: [] });
    expect((await get(cloud.endpoints, '/v1/runs', 'slw_wrong')).status).toBe(401);
    expect(JSON.parse(await readFile(join(dataDir, 'cloud.json'), 'utf8'))).toMatchObject({
      pid: process.pid,
      endpoints: cloud.endpoints,
      token: cloud.token,
    });
    for (const endpoint of Object.values<string>({ ...cloud.endpoints }))
      expect(new URL(endpoint).hostname).toBe('127.0.0.1');

    await expect(startLocalCloud({ dataDir, cacheDir })).rejects.toMatchObject({ code: 'data-folder-in-use' });
    const joined = await openLocalCloud({ dataDir, cacheDir });
    expect(joined).toMatchObject({ kind: 'attached', cloud: { endpoints: cloud.endpoints, token: cloud.token } });
    expect(cloud.attachedCount()).toBe(1);
    if (joined.kind === 'attached') joined.attachment.detach();
    await cloud.whenUnattached();

    await cloud.close();
    const again = await startLocalCloud({ dataDir, cacheDir });
    expect(again.token).toBe(cloud.token);
    await again.close();
  });

  it('loses nothing when it is killed, and goes on where it stood', async () => {
    const folder = await temporaryFolder();
    const dataDir = join(folder, 'data');
    const gate = join(folder, 'gate');
    const first = await startKillableCloud(dataDir);
    const before = clients(first.endpoints);
    await before.s3.send(new PutObjectCommand({ Bucket: 'slipway-local', Key: 'kept', Body: 'bytes' }));
    await before.lambda.send(
      new CreateFunctionCommand({ FunctionName: 'gated', Role: ROLE, Code: { ZipFile: gated }, Timeout: 60 }),
    );
    const { stateMachineArn } = await before.sfn.send(
      new CreateStateMachineCommand({ name: 'chain', definition: chain, roleArn: ROLE }),
    );
    const input = JSON.stringify({ gate });
    const { executionArn } = await before.sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'one', input }));
    while ((await readdirCount(join(dataDir, 'lambda', 'environments'))) < 3) await setTimeout(50);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');

    await writeFile(gate, '');
    const cloud = await startLocalCloud({ dataDir, cacheDir });
    expect(cloud.token).toBe(first.token);
    expect(cloud.resumed).toEqual(['one']);
    const { s3, sfn } = clients(cloud.endpoints);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'slipway-local', Key: 'kept' }));
    expect(await Body?.transformToString()).toBe('bytes');
    const ended = await waitForEnd(sfn, executionArn ?? '');
    expect([ended.status, JSON.parse(ended.output ?? 'null')]).toEqual([
      'SUCCEEDED',
      { first: 'first', second: 'second' },
    ]);
    await cloud.close();
    expect(existsSync(join(dataDir, 'lambda', 'environments'))).toBe(false);
  });

  it('starts once when two come at the same time', async () => {
    const dataDir = join(await temporaryFolder(), 'data');
    const opened = await Promise.all([openLocalCloud({ dataDir, cacheDir }), openLocalCloud({ dataDir, cacheDir })]);
    expect(opened.map(({ kind }) => kind).toSorted()).toEqual(['attached', 'owned']);
    for (const each of opened) if (each.kind === 'attached') each.attachment.detach();
    for (const each of opened) if (each.kind === 'owned') await each.cloud.close();
  });

  it.each([
    ['dynamodb', 'CURRENT'],
    ['s3', 'objects.db'],
  ])('says that the store %s is damaged', async (store, file) => {
    const dataDir = join(await temporaryFolder(), 'data');
    await (await startLocalCloud({ dataDir, cacheDir })).close();
    await rm(join(dataDir, store, file));
    await writeFile(join(dataDir, store, file), 'no store at all, but long enough to be looked at '.repeat(40));
    await expect(startLocalCloud({ dataDir, cacheDir })).rejects.toMatchObject({
      name: 'LocalCloudError',
      code: 'data-folder-damaged',
      hint: 'move the data folder away to start anew, or choose another one with --data',
    });
  });
});

async function readdirCount(folder: string): Promise<number> {
  return (await readdir(folder).catch(() => [])).length;
}

async function waitForEnd(sfn: SFNClient, executionArn: string) {
  for (;;) {
    const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (execution.status !== 'RUNNING') return execution;
    await setTimeout(50);
  }
}
