import {
  createStepFunctionsServer,
  EngineFolderError,
  StepFunctionsEngine,
  type EngineOptions,
} from '../engine/index.ts';
import { listenOnLoopback } from './http/listen-on-loopback.ts';
import { LocalCloudError } from './local-cloud-error.ts';
import { storageFault } from './storage-fault.ts';

export interface EngineServer {
  readonly endpoint: string;
  /** Opens the engine's folder: what was running goes on from here. @throws {LocalCloudError} */
  open(): Promise<StepFunctionsEngine>;
  close(): Promise<void>;
}

/**
 * The engine behind Step Functions' protocol. It listens before the engine opens, since an execution that goes on calls
 * functions at once, and those must be told the address.
 */
export async function startEngineServer(
  options: EngineOptions & { readonly dataFolder: string },
): Promise<EngineServer> {
  let engine: StepFunctionsEngine | undefined;
  let protocol: ReturnType<typeof createStepFunctionsServer> | undefined;
  const server = await listenOnLoopback(
    (request, response) => {
      if (protocol) protocol.emit('request', request, response);
      else response.writeHead(503, { 'content-length': 0 }).end();
    },
    { service: 'Step Functions engine' },
  );
  return {
    endpoint: server.endpoint,
    async open() {
      try {
        engine = new StepFunctionsEngine(options);
      } catch (error) {
        throw openingFault(error, options.dataFolder);
      }
      protocol = createStepFunctionsServer(engine);
      return engine;
    },
    async close() {
      await server.close(200);
      await engine?.close();
    },
  };
}

function openingFault(error: unknown, folder: string): unknown {
  const fault = storageFault(error, folder);
  if (fault) return fault;
  return error instanceof EngineFolderError
    ? new LocalCloudError('data-folder-damaged', error.message, 'choose another data folder with --data', error)
    : error;
}
