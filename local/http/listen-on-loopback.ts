import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import { errorCode } from '../error-code.ts';
import { LocalCloudError } from '../local-cloud-error.ts';
import { foreignRequest } from './foreign-request.ts';
import { sendJson } from './send-json.ts';

export interface LoopbackServer {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** Stops accepting, lets answers in flight end for up to `graceMs`, then cuts the connections. */
  close(graceMs?: number): Promise<void>;
}

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

export interface LoopbackOptions {
  readonly port?: number | undefined;
  /** What listens, for the message when the port is taken. */
  readonly service: string;
  /** Whether web pages that this server gave out itself may ask it; those of others never may. */
  readonly ownPages?: boolean;
}

/**
 * Starts an HTTP server that only the programs of this machine can reach, no web page among them: whoever reaches the
 * stores owns them, and who reaches the Lambda host runs code, as the emulated services check no signatures.
 *
 * @throws {LocalCloudError} `port-in-use`, `port-not-allowed`.
 */
export async function listenOnLoopback(
  handler: RequestHandler,
  { port = 0, service, ownPages = false }: LoopbackOptions,
): Promise<LoopbackServer> {
  const server = createServer({ noDelay: true, keepAliveTimeout: 60_000 }, (request, response) => {
    const foreign = foreignRequest(request, ownPages);
    if (foreign !== undefined) {
      sendJson(response, 403, { __type: 'AccessDeniedException', message: foreign }, { connection: 'close' });
      return;
    }
    Promise.resolve(handler(request, response)).catch((error: unknown) => {
      failLoudly(error, response, service);
    });
  });
  // Uploads of large files over slow disks, and steps that compute for 15 minutes, are no attacks here.
  server.requestTimeout = 0;
  await listen(server, port, service);
  const address = server.address();
  const boundPort = typeof address === 'object' && address !== null ? address.port : port;
  return {
    port: boundPort,
    endpoint: `http://127.0.0.1:${boundPort}`,
    close: (graceMs = 1000) => closeServer(server, graceMs),
  };
}

function listen(server: Server, port: number, service: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(listenFault(error, port, service));
    });
    server.listen(port, '127.0.0.1', () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}

function listenFault(error: Error, port: number, service: string): Error {
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return new LocalCloudError(
        'port-in-use',
        `port ${port} for the ${service} is already in use`,
        'choose another one with --port, or leave --port out to take a free one',
        error,
      );
    case 'EACCES':
      return new LocalCloudError(
        'port-not-allowed',
        `you may not listen on port ${port} for the ${service}`,
        'choose a port above 1023 with --port',
        error,
      );
    default:
      return error;
  }
}

function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => {
      server.closeAllConnections();
    }, graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function failLoudly(error: unknown, response: ServerResponse, service: string): void {
  process.emitWarning(`${service}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, {
    code: 'SLIPWAY_LOCAL',
  });
  if (!response.headersSent) response.writeHead(500, { 'content-length': 0 });
  response.end();
}
