import { existsSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { EnvironmentMessage, HostMessage } from './environment-messages.ts';

/**
 * The first file of an environment's process: Lambda's runtime for Node. It loads the handler, then answers one
 * invocation after another. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 */

type Handler = (event: unknown, context: object) => unknown;

interface ErrorPayload {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** Lambda's limit of an answer; its message states this number. */
const MAX_RESPONSE_BYTES = 6_291_556;
const MEMORY_REPORT_MS = 200;

let current: string | undefined;

function send(message: EnvironmentMessage, then?: () => void): void {
  process.send?.(message, undefined, {}, then);
}

const handler = loadHandler().then(
  (loaded) => {
    send({ kind: 'ready' });
    // Environments are killed, not ended, and the cache would be written at the end only.
    flushCompileCache();
    return loaded;
  },
  (error: unknown) => {
    send({ kind: 'init-error', error: JSON.stringify(initError(error)) });
    return undefined;
  },
);

process.on('message', (message: HostMessage) => {
  void handler.then((loaded) => (loaded ? invoke(loaded, message) : undefined));
});

// The host is gone, also when it was killed: nobody will ever ask or hear this process again.
process.on('disconnect', () => {
  endWithChildren();
});
// Ctrl-C in the terminal is the host's to answer.
process.on('SIGINT', () => undefined);
process.on('uncaughtException', (error) => {
  dieOf(errorPayload(error));
});
process.on('unhandledRejection', (reason) => {
  dieOf({ ...errorPayload(reason), errorType: 'Runtime.UnhandledPromiseRejection' });
});

// Where there is no /proc, only the process itself knows its resident memory.
if (process.platform !== 'linux') {
  setInterval(() => {
    if (current !== undefined) send({ kind: 'memory', bytes: process.memoryUsage.rss() });
  }, MEMORY_REPORT_MS).unref();
}

async function loadHandler(): Promise<Handler> {
  const root = process.env['LAMBDA_TASK_ROOT'] ?? process.cwd();
  const [file = 'index', name = 'handler'] = (process.env['_HANDLER'] ?? 'index.handler').split('.');
  const path = ['.mjs', '.js', '.cjs']
    .map((extension) => join(root, file + extension))
    .find((each) => existsSync(each));
  if (path === undefined) throw namedError('Runtime.ImportModuleError', `Error: Cannot find module '${file}'`);
  const module: unknown = await import(pathToFileURL(path).href);
  const exported: unknown = typeof module === 'object' && module !== null ? Reflect.get(module, name) : undefined;
  if (!isHandler(exported)) {
    throw namedError('Runtime.HandlerNotFound', `${file}.${name} is undefined or not exported`);
  }
  return exported;
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}

async function invoke(loaded: Handler, message: HostMessage): Promise<void> {
  const { requestId } = message;
  current = requestId;
  let answer: EnvironmentMessage;
  try {
    const value: unknown = await loaded(JSON.parse(message.event) as unknown, invocationContext(message));
    const payload = JSON.stringify(value ?? null) as string | undefined;
    const bytes = payload === undefined ? 0 : Buffer.byteLength(payload);
    if (bytes > MAX_RESPONSE_BYTES) {
      throw namedError(
        'Function.ResponseSizeTooLarge',
        `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
      );
    }
    answer = { kind: 'result', requestId, payload: payload ?? 'null' };
  } catch (error) {
    answer = { kind: 'error', requestId, payload: JSON.stringify(errorPayload(error)) };
  }
  current = undefined;
  send(answer);
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function invocationContext({ requestId, deadline, functionArn }: HostMessage): object {
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: process.env['AWS_LAMBDA_FUNCTION_VERSION'],
    memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
    invokedFunctionArn: functionArn,
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function errorPayload(error: unknown): ErrorPayload {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  const code = 'code' in error && error.code === 'ERR_ACCESS_DENIED' ? error : undefined;
  return {
    errorType: error.name,
    errorMessage: code ? accessMessage(code) : error.message,
    trace: (error.stack ?? '').split('\n'),
  };
}

/** Node's own text speaks of command-line flags that a step's author cannot set. */
function accessMessage(error: Error): string {
  const allowed = `a function may write only under its temporary folder, TMPDIR ("${process.env['TMPDIR'] ?? '/tmp'}")`;
  return 'resource' in error && typeof error.resource === 'string' && error.resource !== ''
    ? `${allowed}, and this one tried "${error.resource}"`
    : `${allowed}: ${error.message}`;
}

function initError(error: unknown): ErrorPayload {
  const payload = errorPayload(error);
  if (payload.errorType.startsWith('Runtime.')) return payload;
  if (error instanceof SyntaxError) return { ...payload, errorType: 'Runtime.UserCodeSyntaxError' };
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND'
    ? { ...payload, errorType: 'Runtime.ImportModuleError' }
    : payload;
}

function namedError(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

function dieOf(payload: ErrorPayload): void {
  process.stderr.write(`${JSON.stringify(payload)}\n`);
  const requestId = current;
  if (requestId === undefined) process.exit(1);
  send({ kind: 'error', requestId, payload: JSON.stringify(payload), ending: true }, () => {
    process.exit(1);
  });
}

/** A command step's own processes are in this process's group. */
function endWithChildren(): void {
  if (process.platform === 'win32') process.exit(1);
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    process.exit(1);
  }
}
