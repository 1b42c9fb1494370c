import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '../../../engine/index.ts';

export interface WireCall {
  /** `DescribeTasks` of the `X-Amz-Target`, or the path. */
  readonly operation: string;
  readonly method: string;
  readonly body: Json;
  readonly headers: IncomingMessage['headers'];
}

export interface WireAnswer {
  readonly status?: number;
  readonly body: Json | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A real HTTP server that speaks a service's wire protocol: AWS's JSON protocols, or anything at all. */
export interface WireService {
  readonly address: string;
  readonly calls: WireCall[];
  close(): void;
}

export const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const parsed = (text: string): Json => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
};

export const startWireService = async (answer: (call: WireCall) => WireAnswer): Promise<WireService> => {
  const calls: WireCall[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const target = request.headers['x-amz-target'];
      const call: WireCall = {
        operation: typeof target === 'string' ? (target.split('.')[1] ?? '') : (request.url ?? ''),
        method: request.method ?? '',
        body: parsed(Buffer.concat(chunks).toString()),
        headers: request.headers,
      };
      calls.push(call);
      const { status = 200, body, headers = {} } = answer(call);
      response.writeHead(status, {
        'content-type': typeof body === 'string' ? 'text/plain' : 'application/x-amz-json-1.1',
        'x-amzn-requestid': 'request-1',
        ...headers,
      });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: addressOf(server),
    calls,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
};
