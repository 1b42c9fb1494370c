import { Agent, request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { Agent as SecureAgent, request as httpsRequest } from 'node:https';
import { ConnectionError } from './service-error.ts';

export interface WireRequest {
  readonly method: string;
  /** With the query, as it goes on the wire. */
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

/** Gives the answer as soon as its headers are there. Rejects with `ConnectionError`. */
export type Exchange = (request: WireRequest) => Promise<IncomingMessage>;

const mostSockets = 50;
/** A service that says nothing for so long will not answer any more; what it did meanwhile, conditions find out. */
const silenceMs = 20_000;

/** HTTP exchanges with one address, over connections that are kept; one that is silent for `silence` milliseconds is given up. */
export function createExchange(address: URL, silence = silenceMs): Exchange {
  const secure = address.protocol === 'https:';
  const send = secure ? httpsRequest : httpRequest;
  const options = { keepAlive: true, maxSockets: mostSockets };
  const agent = secure ? new SecureAgent(options) : new Agent(options);
  const { hostname, port } = address;

  return ({ method, path, headers, body }) =>
    new Promise((resolve, reject) => {
      let unread: () => number = () => 0;
      const request = send({ agent, hostname, port, method, path, headers, timeout: silence }, (answer) => {
        unread = () => answer.readableLength;
        resolve(answer);
      });
      request.on('timeout', () => {
        // Whoever reads slowly holds the service back: then the silence is not the service's.
        if (unread() === 0) request.destroy(new Error(`no answer for ${silence / 1000} s`));
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        const reason = error.message === '' ? (error.code ?? 'no connection') : error.message;
        reject(new ConnectionError(`${address.origin}: ${reason}`, { cause: error }));
      });
      request.end(body);
    });
}

export async function readAnswer(answer: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)));
    answer.on('error', (error) => reject(new ConnectionError(error.message, { cause: error })));
  });
}
