import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { TaskError } from '../../tasks/task-call.ts';

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: Buffer;
}

/** The service's limit of an HTTP Task: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const LIMIT_MILLISECONDS = 60_000;

const socketError = (reason: string): TaskError => new TaskError('States.Http.Socket', reason);

/** Sends a request and reads its answer to the end. Follows no redirection. Rejects with `States.Http.Socket`. */
export const exchange = ({ method, url, headers, body }: HttpRequest): Promise<HttpResponse> =>
  new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const signal = AbortSignal.timeout(LIMIT_MILLISECONDS);
    const fail = (error: Error): void => {
      const late = `The HTTP Task did not get an answer within ${LIMIT_MILLISECONDS / 1000} seconds`;
      reject(socketError(signal.aborted ? late : error.message));
    };
    const outgoing = send(url, { method, headers, signal }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          statusText: response.statusMessage ?? '',
          headers: Object.fromEntries(
            Object.entries(response.headersDistinct).map(([name, values]) => [name, values ?? []]),
          ),
          body: Buffer.concat(chunks),
        });
      });
    });
    outgoing.on('error', fail);
    outgoing.end(body);
  });
