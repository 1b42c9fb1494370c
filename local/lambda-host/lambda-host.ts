import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { listenOnLoopback } from '../http/listen-on-loopback.ts';
import { invokeAsynchronously } from './asynchronous-invocation.ts';
import { EnvironmentPool, type PoolLimits } from './environment-pool.ts';
import type { ServiceAddresses } from './environment-variables.ts';
import { openFunctionLogs } from './function-logs.ts';
import { openFunctionTable } from './function-table.ts';
import type { InvocationOutcome } from './invocation.ts';
import { functionNotFound } from './lambda-error.ts';
import { handleLambdaRequest } from './lambda-requests.ts';
import { functionArn, type LambdaAccount, type LocalFunction } from './local-function.ts';
import type { LambdaOperations } from './operations/operation.ts';

export interface LambdaHostOptions {
  /** Functions, their code and logs are kept in it. */
  readonly dataDir: string;
  readonly port?: number;
  readonly account: LambdaAccount;
  /** Where functions find the other services; asked whenever an environment starts. */
  readonly endpoints: () => ServiceAddresses['endpoints'];
  /** Reads code that CreateFunction names by bucket and key; undefined when there is no such object. */
  readonly readObject: (bucket: string, key: string) => Promise<Uint8Array | undefined>;
  /** Where environments keep code that V8 has compiled; below `dataDir` unless given. */
  readonly compileCache?: string;
  readonly limits?: PoolLimits;
}

export interface LambdaHost {
  /** Lambda's REST API. */
  readonly endpoint: string;
  /** Puts in a function of the platform, replacing one of the same name. */
  putPlatformFunction(
    fn: Omit<LocalFunction, 'allowance' | 'revisionId' | 'lastModified'> & Partial<Pick<LocalFunction, 'allowance'>>,
  ): void;
  /** Starts an environment before it is needed. */
  warm(functionName: string): void;
  /** Synchronous invocation without the way over HTTP. `event` is JSON text. @throws {LambdaError} */
  invoke(functionName: string, event: string): Promise<InvocationOutcome>;
  /** Asynchronous invocation with Lambda's two retries; returns at once. @throws {LambdaError} */
  invokeAsynchronously(functionName: string, event: string): void;
  /** Lets what is at work end for up to `graceMs`, then ends every environment. */
  close(graceMs?: number): Promise<void>;
}

/** Lambda on this machine: functions in child processes, behind Lambda's own wire protocol, so that AWS's clients work against it. */
export async function startLambdaHost(options: LambdaHostOptions): Promise<LambdaHost> {
  const { account, dataDir, compileCache = join(dataDir, 'compile-cache') } = options;
  const workFolder = join(dataDir, 'environments');
  // What killed processes left behind.
  await rm(workFolder, { recursive: true, force: true });
  await mkdir(workFolder, { recursive: true });
  await mkdir(compileCache, { recursive: true });
  const [functions, logs] = await Promise.all([
    openFunctionTable(join(dataDir, 'functions')),
    openFunctionLogs(join(dataDir, 'logs')),
  ]);
  const pool = new EnvironmentPool(
    {
      account,
      addresses: {
        region: account.region,
        get endpoints() {
          return options.endpoints();
        },
      },
      workFolder,
      compileCache,
      onOutput: logs.append,
    },
    options.limits ?? {},
  );
  const find = (name: string): LocalFunction => {
    const fn = functions.get(name);
    if (!fn) throw functionNotFound(functionArn(account, name));
    return fn;
  };
  const invoke = (name: string, event: string, requestId: string = randomUUID()) =>
    pool.invoke(find(name), { requestId, event });
  const background = invokeAsynchronously(invoke);
  const operations: LambdaOperations = {
    account,
    functions,
    codeFolder: join(dataDir, 'code'),
    readObject: options.readObject,
    retire: (name) => {
      pool.retire(name);
    },
    find,
    invoke,
    invokeInBackground: (name, event) => {
      background.invoke(name, event);
    },
  };
  await mkdir(operations.codeFolder, { recursive: true });
  const server = await listenOnLoopback((request, response) => handleLambdaRequest(operations, request, response), {
    port: options.port,
    service: 'Lambda host',
  });
  return {
    endpoint: server.endpoint,
    putPlatformFunction(fn) {
      functions.putPlatform({
        allowance: 'platform',
        ...fn,
        revisionId: fn.codeFolder,
        lastModified: new Date().toISOString(),
      });
    },
    warm: (name) => {
      pool.warm(find(name));
    },
    invoke,
    invokeAsynchronously(name, event) {
      find(name);
      background.invoke(name, event);
    },
    async close(graceMs = 1000) {
      background.close();
      await pool.close(graceMs);
      await server.close(200);
      await logs.close();
      await rm(workFolder, { recursive: true, force: true }).catch(() => undefined);
    },
  };
}
