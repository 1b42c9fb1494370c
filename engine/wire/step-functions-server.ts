import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StepFunctionsApi } from '../executions/step-functions-api.ts';
import { StepFunctionsError } from '../executions/step-functions-error.ts';
import { EngineFolderError } from '../journal/engine-folder-error.ts';
import { isJsonObject, type Json, type JsonObject } from '../json/json.ts';
import { callOperation } from './call-operation.ts';
import { foreignRequest } from './foreign-request.ts';
import { isOperationName, operationInputs } from './operation-inputs.ts';

/** AWS takes requests of up to 1 MB; a little more is read, so that the operation itself can say what is too long. */
const LARGEST_REQUEST = 4 * 1024 * 1024;

const TARGET_PREFIX = 'AWSStepFunctions.';
const CONTENT_TYPE = 'application/x-amz-json-1.0';

const readBody = (request: IncomingMessage): Promise<string> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      // What is too long is read to its end and dropped: a client that is still sending hears no answer.
      if (length <= LARGEST_REQUEST) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on('end', () => {
      if (length <= LARGEST_REQUEST) resolve(Buffer.concat(chunks).toString('utf8'));
      else reject(new StepFunctionsError('ValidationException', `The request is longer than ${LARGEST_REQUEST} bytes`));
    });
    request.on('error', reject);
  });

const parseRequest = (body: string): JsonObject => {
  let value: Json;
  try {
    value = body === '' ? {} : (JSON.parse(body) as Json);
  } catch (error) {
    throw new StepFunctionsError('SerializationException', `The request is not JSON: ${(error as Error).message}`);
  }
  if (!isJsonObject(value)) throw new StepFunctionsError('SerializationException', 'The request is not a JSON object');
  return value;
};

/** JSON 1.0 carries times as seconds since the epoch. */
const wireText = (answer: object): string =>
  JSON.stringify(answer, function (this: Record<string, unknown>, name: string, value: unknown) {
    const original = this[name];
    return original instanceof Date ? original.getTime() / 1000 : value;
  });

const answer = (response: ServerResponse, status: number, body: string): void => {
  response.writeHead(status, {
    'content-type': CONTENT_TYPE,
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': randomUUID(),
  });
  response.end(body);
};

const answerError = (response: ServerResponse, thrown: unknown): void => {
  if (thrown instanceof StepFunctionsError) {
    const type =
      thrown.code === 'UnknownOperationException' || thrown.code === 'SerializationException'
        ? `com.amazon.coral.service#${thrown.code}`
        : thrown.code;
    answer(response, 400, JSON.stringify({ __type: type, message: thrown.message }));
    return;
  }
  if (thrown instanceof EngineFolderError) {
    answer(response, 500, JSON.stringify({ __type: 'InternalFailure', message: thrown.message }));
    return;
  }
  process.emitWarning(`Step Functions engine: ${String(thrown)}`);
  answer(response, 500, JSON.stringify({ __type: 'InternalFailure', message: 'The engine failed; see its warnings' }));
};

const handle = async (api: StepFunctionsApi, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const foreign = foreignRequest(request);
  if (foreign !== undefined) {
    response.setHeader('connection', 'close');
    answer(response, 403, JSON.stringify({ __type: 'AccessDeniedException', message: foreign }));
    return;
  }
  try {
    const target = String(request.headers['x-amz-target'] ?? '');
    const name = target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : '';
    const body = await readBody(request);
    if (!isOperationName(name)) {
      throw new StepFunctionsError(
        'UnknownOperationException',
        `The operation "${target}" is not known here; send X-Amz-Target: ${TARGET_PREFIX}<one of ${Object.keys(operationInputs).join(', ')}>`,
      );
    }
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    answer(response, 200, wireText(await callOperation(api, name, parseRequest(body), gone.signal)));
  } catch (error) {
    // A client that went away in the midst of its request has no answer to get.
    if (!response.destroyed) answerError(response, error);
  }
};

/** Step Functions' JSON 1.0 wire protocol over HTTP, for AWS's clients. Not yet listening. */
export const createStepFunctionsServer = (api: StepFunctionsApi): Server =>
  createServer((request, response) => {
    void handle(api, request, response);
  });

export interface RunningStepFunctionsServer {
  readonly port: number;
  readonly endpoint: string;
  /** Stops listening and ends open connections. The engine goes on. */
  close(): Promise<void>;
}

/** Starts listening. Port 0 takes a free one. Rejects when the port is in use. */
export const startStepFunctionsServer = async ({
  engine,
  port,
  host = '127.0.0.1',
}: {
  readonly engine: StepFunctionsApi;
  readonly port: number;
  readonly host?: string;
}): Promise<RunningStepFunctionsServer> => {
  const server = createStepFunctionsServer(engine);
  // Clients keep connections; closing them from this side between two requests would make the client fail.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    endpoint: `http://${host}:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
