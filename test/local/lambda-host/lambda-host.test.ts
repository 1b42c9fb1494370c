import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLambdaHost, type LambdaHost } from '../../../local/lambda-host/lambda-host.ts';
import { client } from '../credentials.ts';
import { functionZip } from '../function-zip.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const ROLE = 'arn:aws:iam::000000000000:role/test';

/** Does what the event says. */
const OBEDIENT = functionZip(`
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
let calls = 0;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const handler = async (event, context) => {
  calls += 1;
  switch (event.do) {
    case 'count': return calls;
    case 'process': return process.pid;
    case 'context': return { ...context, getRemainingTimeInMillis: context.getRemainingTimeInMillis() > 0 };
    case 'variables': return process.env;
    case 'log': console.log('a line'); return null;
    case 'throw': throw new RangeError('out of range');
    case 'reject': Promise.reject(new Error('left alone')); await sleep(5000); return;
    case 'exit': process.exit(event.code); return;
    case 'signal': process.kill(process.pid, event.signal); await sleep(5000); return;
    case 'sleep': await sleep(event.ms); return 'slept';
    case 'block': for (;;);
    case 'fill': { const kept = []; for (;;) { kept.push(Buffer.alloc(8e6, 1)); await sleep(5); } }
    case 'write': writeFileSync(event.path, 'x'); return;
    case 'scratch': writeFileSync(join(process.env.TMPDIR, 'x'), 'x'); return true;
    case 'large': return 'x'.repeat(7e6);
    default: return event;
  }
};`);

let folder: string;
let host: LambdaHost;
let lambda: LambdaClient;

const start = (dataDir: string, stepConcurrency = 2): Promise<LambdaHost> =>
  startLambdaHost({
    dataDir,
    account: { region: 'us-east-1', accountId: '000000000000' },
    endpoints: () => ({ S3: 'http://127.0.0.1:1' }),
    readObject: async (bucket, key) => (`${bucket}/${key}` === 'code/f.zip' ? OBEDIENT : undefined),
    limits: { stepConcurrency },
  });

beforeAll(async () => {
  folder = await temporaryFolder();
  host = await start(folder);
  lambda = new LambdaClient({ ...client, endpoint: host.endpoint, maxAttempts: 1 });
  await create('obedient', { Timeout: 20, MemorySize: 256, Environment: { Variables: { COLOUR: 'red' } } });
});

afterAll(() => host.close());

async function create(FunctionName: string, more: object = {}): Promise<void> {
  await lambda.send(new CreateFunctionCommand({ FunctionName, Role: ROLE, Code: { ZipFile: OBEDIENT }, ...more }));
}

async function invoke(event: unknown, FunctionName = 'obedient') {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
  );
  const payload: unknown = JSON.parse(Payload?.transformToString() ?? 'null');
  return FunctionError === undefined ? payload : { FunctionError, ...failure(payload) };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function failure(payload: unknown): { readonly errorType: string; readonly errorMessage: string } {
  const { errorType, errorMessage } = payload as { readonly errorType: string; readonly errorMessage: string };
  return { errorType, errorMessage: errorMessage.replace(/^RequestId: [0-9a-f-]{36} /, 'RequestId: <id> ') };
}

describe('startLambdaHost', () => {
  it('answers with what the handler returns', async () => {
    expect(await invoke({ a: [1, 'ü', null] })).toEqual({ a: [1, 'ü', null] });
  });

  it('keeps an environment warm', async () => {
    await create('warm');
    expect([await invoke({ do: 'count' }, 'warm'), await invoke({ do: 'count' }, 'warm')]).toEqual([1, 2]);
  });

  it('gives the handler the context of Lambda', async () => {
    expect(await invoke({ do: 'context' })).toEqual({
      callbackWaitsForEmptyEventLoop: false,
      functionName: 'obedient',
      functionVersion: '$LATEST',
      memoryLimitInMB: '256',
      logGroupName: '/aws/lambda/obedient',
      logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\]/) as unknown,
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:obedient',
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      getRemainingTimeInMillis: true,
    });
  });

  it('gives the handler its own variables and Lambda’s, and nothing of the user’s shell', async () => {
    process.env['SECRET_OF_THE_SHELL'] = 'x';
    await create('fresh', { Environment: { Variables: { COLOUR: 'blue' } } });
    const variables = (await invoke({ do: 'variables' }, 'fresh')) as Record<string, string>;
    delete process.env['SECRET_OF_THE_SHELL'];
    expect(variables).toMatchObject({
      COLOUR: 'blue',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1',
      AWS_LAMBDA_FUNCTION_NAME: 'fresh',
      _HANDLER: 'index.handler',
    });
    expect(variables).not.toHaveProperty('SECRET_OF_THE_SHELL');
  });

  it('returns the end of the log when asked', async () => {
    const { LogResult = '' } = await lambda.send(
      new InvokeCommand({ FunctionName: 'obedient', LogType: 'Tail', Payload: JSON.stringify({ do: 'log' }) }),
    );
    expect(Buffer.from(LogResult, 'base64').toString()).toContain('a line');
  });

  it.each([
    [{ do: 'throw' }, 'RangeError', 'out of range'],
    [{ do: 'reject' }, 'Runtime.UnhandledPromiseRejection', 'left alone'],
    [{ do: 'exit', code: 3 }, 'Runtime.ExitError', 'RequestId: <id> Error: Runtime exited with error: exit status 3'],
    [{ do: 'exit', code: 0 }, 'Runtime.ExitError', 'RequestId: <id> Error: Runtime exited without providing a reason'],
    [
      { do: 'signal', signal: 'SIGSEGV' },
      'Runtime.ExitError',
      'RequestId: <id> Error: Runtime exited with error: signal: segmentation fault',
    ],
    [{ do: 'fill' }, 'Runtime.OutOfMemory', 'RequestId: <id> Error: Runtime exited with error: signal: killed'],
    [
      { do: 'large' },
      'Function.ResponseSizeTooLarge',
      'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    ],
  ])('tells the failure of %j as Lambda does, and goes on', async (event, errorType, errorMessage) => {
    expect(await invoke(event)).toEqual({ FunctionError: 'Unhandled', errorType, errorMessage });
    expect(await invoke({ next: true })).toEqual({ next: true });
  });

  it.each(['sleep', 'block'])('ends a handler that will %s beyond its timeout', async (how) => {
    await create(`slow-${how}`, { Timeout: 1 });
    expect(await invoke({ do: how, ms: 60_000 }, `slow-${how}`)).toEqual({
      FunctionError: 'Unhandled',
      errorType: 'Sandbox.Timedout',
      errorMessage: 'RequestId: <id> Error: Task timed out after 1.00 seconds',
    });
    expect(await invoke({ next: true }, `slow-${how}`)).toEqual({ next: true });
  });

  it('lets a handler write under its temporary folder only', async () => {
    expect(await invoke({ do: 'scratch' })).toBe(true);
    const path = join(folder, 'outside');
    expect(await invoke({ do: 'write', path })).toEqual({
      FunctionError: 'Unhandled',
      errorType: 'Error',
      errorMessage: expect.stringContaining(`may write only under its temporary folder`) as unknown,
    });
    expect(existsSync(path)).toBe(false);
  });

  it('runs no more steps at once than it may, and the rest in turn', async () => {
    const quiet = await start(join(folder, 'narrow'), 1);
    const narrow = new LambdaClient({ ...client, endpoint: quiet.endpoint });
    const FunctionName = 'narrow';
    await narrow.send(
      new CreateFunctionCommand({ FunctionName, Role: ROLE, Code: { ZipFile: OBEDIENT }, Timeout: 20 }),
    );
    const pids = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const { Payload } = await narrow.send(new InvokeCommand({ FunctionName, Payload: '{"do":"process"}' }));
        return Payload?.transformToString();
      }),
    );
    await quiet.close();
    expect(new Set(pids).size).toBe(1);
  });

  it('invokes in the background', async () => {
    const { StatusCode } = await lambda.send(
      new InvokeCommand({ FunctionName: 'obedient', InvocationType: 'Event', Payload: '{}' }),
    );
    expect(StatusCode).toBe(202);
  });

  it('keeps functions through create, read, update and delete', async () => {
    await create('kept', { Timeout: 7, Description: 'first' });
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 5 }, { FunctionName: 'kept' });
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'kept', MemorySize: 512 }));
    const ZipFile = functionZip('export const handler = async () => "second";');
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'kept', ZipFile }));
    expect(await invoke({}, 'kept')).toBe('second');
    expect(await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'kept' }))).toMatchObject({
      FunctionName: 'kept',
      Timeout: 7,
      MemorySize: 512,
      Description: 'first',
      State: 'Active',
    });
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
    expect(Functions.map(({ FunctionName }) => FunctionName)).toContain('kept');
    await lambda.send(new DeleteFunctionCommand({ FunctionName: 'kept' }));
    await expect(lambda.send(new GetFunctionCommand({ FunctionName: 'kept' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:kept',
    });
  });

  it('ends an environment of code that was replaced while it worked, after its answer', async () => {
    await create('replaced');
    const pid = Number(await invoke({ do: 'process' }, 'replaced'));
    const working = invoke({ do: 'sleep', ms: 1000 }, 'replaced');
    await setTimeout(200);
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'replaced', ZipFile: OBEDIENT }));
    expect(await working).toBe('slept');
    // A process that is killed takes a moment to go.
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
    expect(await invoke({ do: 'count' }, 'replaced')).toBe(1);
  });

  it('takes code from S3', async () => {
    await create('stored', { Code: { S3Bucket: 'code', S3Key: 'f.zip' } });
    expect(await invoke({ from: 's3' }, 'stored')).toEqual({ from: 's3' });
  });

  it.each([
    [{ FunctionName: 'obedient' }, 'ResourceConflictException', 'Function already exist: obedient'],
    [{ Code: { S3Bucket: 'code', S3Key: 'none' } }, 'InvalidParameterValueException', 'NoSuchKey'],
    [{ Code: { ZipFile: Buffer.from('not a zip') } }, 'InvalidParameterValueException', 'Could not unzip'],
    [{ Runtime: 'python3.13' as const }, 'InvalidParameterValueException', 'nodejs24.x'],
    [{ MemorySize: 3 }, 'InvalidParameterValueException', 'MemorySize'],
  ])('refuses to create %j', async (more, name, message) => {
    const refused = create('refused', more);
    await expect(refused).rejects.toMatchObject({ name });
    await expect(refused).rejects.toThrow(message);
  });

  it('refuses an unknown function, a payload that is not JSON, and one that is too large', async () => {
    await expect(invoke({}, 'unknown')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const command = (Payload: string) => new InvokeCommand({ FunctionName: 'obedient', Payload });
    await expect(lambda.send(command('{'))).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
    const large = JSON.stringify('x'.repeat(6.5 * 1024 * 1024));
    await expect(lambda.send(command(large))).rejects.toMatchObject({ name: 'RequestTooLargeException' });
  });

  it('runs no code for a web page', async () => {
    const code = { ZipFile: Buffer.from(OBEDIENT).toString('base64') };
    const made = { FunctionName: 'planted', Role: ROLE, Runtime: 'nodejs24.x', Handler: 'index.handler', Code: code };
    const statuses = ['', '/obedient/invocations'].map(async (path) => {
      const response = await fetch(`${host.endpoint}/2015-03-31/functions${path}`, {
        method: 'POST',
        headers: { origin: 'https://evil.example', 'content-type': 'text/plain' },
        body: JSON.stringify(made),
      });
      return response.status;
    });
    expect(await Promise.all(statuses)).toEqual([403, 403]);
    await expect(invoke({}, 'planted')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('keeps functions over a restart, and leaves no environment behind', async () => {
    const dataDir = join(folder, 'restarted');
    const first = await start(dataDir);
    const FunctionName = 'durable';
    const before = new LambdaClient({ ...client, endpoint: first.endpoint });
    await before.send(new CreateFunctionCommand({ FunctionName, Role: ROLE, Code: { ZipFile: OBEDIENT } }));
    const { Payload } = await before.send(new InvokeCommand({ FunctionName, Payload: '{"do":"process"}' }));
    await first.close();
    const pid = Number(Payload?.transformToString());
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    const second = await start(dataDir);
    expect(await second.invoke('durable', '{"again":true}')).toMatchObject({
      kind: 'success',
      payload: '{"again":true}',
    });
    await second.close();
    expect(await readdir(dataDir)).not.toContain('environments');
  });
});
