import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createLambdaClient } from '../../../platform/aws/lambda-client.ts';
import { createStepLambdas } from '../../../platform/aws/step-lambdas.ts';

/** Lambda's wire protocol, as far as making a function goes. */
interface LambdaDouble extends AsyncDisposable {
  readonly endpoint: string;
  readonly created: unknown[];
}

let double: LambdaDouble | undefined;
afterEach(() => double?.[Symbol.asyncDispose]());

async function startDouble(functions: readonly string[], refusal?: { readonly status: number; readonly type: string }) {
  const created: unknown[] = [];
  const server: Server = createServer((request, response) => {
    const answer = (status: number, body: object, type?: string) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(type === undefined ? {} : { 'x-amzn-errortype': type }),
      });
      response.end(JSON.stringify(body));
    };
    if (request.method === 'GET') {
      const known = functions.some((name) => request.url?.endsWith(`/functions/${name}`));
      if (known) answer(200, { Configuration: { State: 'Active' } });
      else answer(404, { Message: 'no such function' }, 'ResourceNotFoundException');
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (refusal !== undefined) {
        answer(refusal.status, { Message: 'refused' }, refusal.type);
        return;
      }
      created.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      answer(201, { State: 'Active' });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  double = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    created,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const lambda = createLambdaClient({
    region: 'eu-west-1',
    endpoint: double.endpoint,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const lambdas = createStepLambdas({
    lambda,
    bucket: 'bucket',
    roleArn: 'arn:aws:iam::000000000000:role/steps',
    environment: { SLIPWAY_BUCKET: 'bucket', SLIPWAY_TABLE: 'table', SLIPWAY_STAGE: 'test' },
  });
  return { lambdas, created };
}

const step = {
  functionName: 'slipway-test-step-1',
  codeKey: 'projects/p/code/1.zip',
  memoryMb: 2048,
  storageMb: 512,
  timeoutSeconds: 900,
};

describe('createStepLambdas', () => {
  it('makes a function from the uploaded code', async () => {
    const { lambdas, created } = await startDouble([]);
    expect(await lambdas.ensure(step)).toEqual({ kind: 'created' });
    expect(created).toEqual([
      {
        FunctionName: 'slipway-test-step-1',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { S3Bucket: 'bucket', S3Key: 'projects/p/code/1.zip' },
        Role: 'arn:aws:iam::000000000000:role/steps',
        MemorySize: 2048,
        Timeout: 900,
        EphemeralStorage: { Size: 512 },
        Environment: { Variables: { SLIPWAY_BUCKET: 'bucket', SLIPWAY_TABLE: 'table', SLIPWAY_STAGE: 'test' } },
      },
    ]);
  });

  it('leaves one that stands as it is, also when it was made in between', async () => {
    const standing = await startDouble(['slipway-test-step-1']);
    expect(await standing.lambdas.ensure(step)).toEqual({ kind: 'present' });
    expect(standing.created).toEqual([]);
    await double?.[Symbol.asyncDispose]();
    const raced = await startDouble([], { status: 409, type: 'ResourceConflictException' });
    expect(await raced.lambdas.ensure(step)).toEqual({ kind: 'present' });
  });

  it('says where functions are made by deployment alone', async () => {
    const { lambdas } = await startDouble([], { status: 403, type: 'AccessDeniedException' });
    expect(await lambdas.ensure(step)).toEqual({ kind: 'not-deployed' });
  });

  it('passes on any other failure', async () => {
    const { lambdas } = await startDouble([], { status: 400, type: 'InvalidParameterValueException' });
    await expect(lambdas.ensure(step)).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });
});
