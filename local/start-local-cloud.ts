import { join, resolve } from 'node:path';

import { bundlePlatformFunctions } from '../bundles/bundle-platform-functions.ts';
import { cloneCacheFolder } from '../bundles/cache-folder.ts';
import { manifest, type FunctionName } from '../functions/manifest.ts';
import { cloudToken } from './cloud-token.ts';
import { startEngineServer } from './engine-server.ts';
import { functionsFor, type CloudEvent } from './events/event-rules.ts';
import { startSchedules } from './events/schedules.ts';
import { startGateway } from './gateway/start-gateway.ts';
import type { RequestHandler } from './http/listen-on-loopback.ts';
import { startLambdaHost, type LambdaHost } from './lambda-host/lambda-host.ts';
import { LocalCloudError } from './local-cloud-error.ts';
import type { LocalCloud, LocalCloudOptions } from './local-cloud.ts';
import { attachments } from './ownership/attachments.ts';
import { claimDataFolder } from './ownership/claim-data-folder.ts';
import { readCloudFile, retireCloudFile, writeCloudFile } from './ownership/cloud-file.ts';
import { localRequests } from './ownership/local-requests.ts';
import { isNoSpace } from './no-space.ts';
import { runningExecutions } from './running-executions.ts';
import { platformFunctionName, putPlatformFunction } from './platform-functions.ts';
import { ACCOUNT, BUCKET, ENVIRONMENT, STAGE, TABLE } from './stage.ts';
import { startStores } from './start-stores.ts';
import { startTimes } from './start-times.ts';
import { storageFault } from './storage-fault.ts';

/** A start needs the processor for itself; after a good end nothing is left that could not wait. */
const FIRST_SCHEDULE_MS = 5000;

type Closers = (() => Promise<void> | void)[];

/**
 * Starts the whole cloud on loopback: stores, Lambda host, engine, events, API. What a former process left running goes on.
 *
 * @throws {LocalCloudError}
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const closers: Closers = [];
  const close = async () => {
    // The last to come is the first to go: who calls ends before who is called.
    const failures: unknown[] = [];
    for (const end of closers.splice(0).reverse()) {
      // What is still open keeps the process alive: the rest ends whatever becomes of this one.
      await Promise.try(end).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  };
  try {
    return { ...(await start({ ...options, dataDir: resolve(options.dataDir) }, closers)), close };
  } catch (error) {
    await close();
    throw error instanceof LocalCloudError || !isNoSpace(error)
      ? error
      : (storageFault(error, options.dataDir) ?? error);
  }
}

async function start(options: LocalCloudOptions, closers: Closers): Promise<Omit<LocalCloud, 'close'>> {
  const { dataDir, project = 'default' } = options;
  const times = startTimes();
  const claim = await claimDataFolder(dataDir);
  closers.push(() => {
    claim.release();
  });
  const cacheDir = resolve(options.cacheDir ?? cloneCacheFolder() ?? join(dataDir, 'cache'));
  const bundling = times.measure('bundles', bundle(cacheDir));
  // It is awaited further down, where its failure is told.
  bundling.catch(() => undefined);

  const { s3, dynamodb } = await times.measure('stores', startStores(dataDir));
  closers.push(
    () => s3.close(),
    () => dynamodb.close(),
  );
  const endpoints: Record<string, string> = { S3: s3.endpoint, DYNAMODB: dynamodb.endpoint };
  const lambda = await startLambdaHost({
    dataDir: join(dataDir, 'lambda'),
    account: ACCOUNT,
    compileCache: join(cacheDir, 'compiled'),
    endpoints: () => endpoints,
    readObject: (bucket, key) => s3.readObject(bucket, key),
    ...(options.limits ? { limits: options.limits } : {}),
  });
  closers.push(() => lambda.close());
  endpoints['LAMBDA'] = lambda.endpoint;
  times.mark('lambda');

  const callInBackground = (name: FunctionName, event: string) => {
    lambda.invokeAsynchronously(platformFunctionName(STAGE, name), event);
  };
  const warmFor = (event: CloudEvent) => {
    for (const name of functionsFor(manifest, event)) lambda.warm(platformFunctionName(STAGE, name));
  };
  const stepFunctions = await startEngineServer({
    dataFolder: join(dataDir, 'stepfunctions'),
    ...ACCOUNT,
    endpoints: { s3: s3.endpoint, dynamodb: dynamodb.endpoint, lambda: lambda.endpoint },
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    onExecutionStatusChange(event) {
      for (const name of functionsFor(manifest, event)) callInBackground(name, JSON.stringify(event));
      // Whatever begins will end: the function that finishes it starts while the steps work.
      if (event.detail.status === 'RUNNING') warmFor({ ...event, detail: { ...event.detail, status: 'SUCCEEDED' } });
    },
  });
  closers.push(() => stepFunctions.close());
  endpoints['SFN'] = stepFunctions.endpoint;

  const bundles = await bundling;
  for (const spec of manifest) {
    const built = bundles.get(spec.name);
    if (built) putPlatformFunction(lambda, spec, built, ENVIRONMENT);
  }
  for (const name of ['api', 'authorizer']) lambda.warm(platformFunctionName(STAGE, name));
  // Only now that every function is there: an execution that goes on calls them at once.
  const engine = await stepFunctions.open();
  const resumed = await runningExecutions(engine);
  times.mark('stepfunctions');

  const token = await cloudToken(dataDir, dynamodb.tokens, project);
  const attached = attachments();
  const gateway = await startApi(lambda, options.port, localRequests(token, attached));
  closers.push(() => gateway.close());
  // Only a cloud that was killed leaves its file as it was.
  const killed = (await readCloudFile(dataDir)) !== undefined;
  const schedules = startSchedules(manifest, ACCOUNT, callInBackground, killed ? 0 : FIRST_SCHEDULE_MS);
  closers.push(() => {
    schedules.stop();
  });
  const described = {
    endpoints: {
      api: gateway.endpoint,
      stepfunctions: stepFunctions.endpoint,
      lambda: lambda.endpoint,
      s3: s3.endpoint,
      dynamodb: dynamodb.endpoint,
    },
    project,
    token,
    bucket: BUCKET,
    table: TABLE,
  };
  await writeCloudFile(dataDir, { pid: process.pid, startedAt: new Date().toISOString(), ...described });
  closers.push(
    () => retireCloudFile(dataDir, token),
    // The first to go: who came now would lose its cloud at once.
    () => {
      attached.close();
    },
  );
  times.mark('ready');
  return {
    ...described,
    resumed,
    running: () => runningExecutions(engine),
    startTimes: times.all(),
    attachedCount: () => attached.count(),
    whenUnattached: () => attached.whenNone(),
  };
}

async function bundle(cacheDir: string): ReturnType<typeof bundlePlatformFunctions> {
  try {
    return await bundlePlatformFunctions({ functions: manifest, cacheDir });
  } catch (error) {
    if (isNoSpace(error)) throw storageFault(error, cacheDir) ?? error;
    throw new LocalCloudError(
      'function-not-startable',
      `the platform's functions cannot be bundled: ${error instanceof Error ? error.message : String(error)}`,
      'in a clone run npm ci again; else install slipway anew',
      error,
    );
  }
}

function startApi(lambda: LambdaHost, port: number | undefined, serveLocal: RequestHandler) {
  return startGateway({
    port,
    identity: { accountId: ACCOUNT.accountId, apiId: 'local', stage: STAGE },
    invokeApi: (event) => lambda.invoke(platformFunctionName(STAGE, 'api'), event),
    invokeAuthorizer: (event) => lambda.invoke(platformFunctionName(STAGE, 'authorizer'), event),
    serveLocal,
  });
}
