import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as SecureAgent, request as httpsRequest } from 'node:https';
import { isJsonObject, parseJson, type Json, type JsonObject } from '../json/json.ts';
import { exceptionName } from './sdk-error.ts';
import { signedHeaders, type Credentials } from './sign-request.ts';
import { TaskError } from '../tasks/task-call.ts';

/** What Lambda answered to Invoke. */
export interface InvokeAnswer {
  readonly statusCode: number;
  readonly executedVersion: string;
  readonly functionError: string | undefined;
  readonly payload: string;
}

export interface LambdaClient {
  /** Calls Invoke with these parameters of the API. Rejects with `TaskError`. */
  invoke(parameters: JsonObject): Promise<InvokeAnswer>;
  close(): void;
}

export interface LambdaAddress {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
}

const MOST_SOCKETS = 512;

const HEADERS: Readonly<Record<string, string>> = {
  InvocationType: 'x-amz-invocation-type',
  LogType: 'x-amz-log-type',
  ClientContext: 'x-amz-client-context',
};

const KNOWN = new Set(['FunctionName', 'Payload', 'Qualifier', ...Object.keys(HEADERS)]);

const textOf = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

const headerOf = (response: IncomingMessage, name: string): string | undefined => {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

/** A refusal of the service itself, such as a throttle, as Step Functions names it. */
const serviceError = (response: IncomingMessage, body: string): TaskError => {
  const type = headerOf(response, 'x-amzn-errortype')?.split(':')[0];
  let message = body;
  try {
    const parsed = parseJson(body);
    if (isJsonObject(parsed)) message = textOf(parsed['Message']) ?? textOf(parsed['message']) ?? body;
  } catch {
    // Not JSON, as from a proxy in between: the text itself is the message.
  }
  const name = type === undefined || type === '' ? 'AWSLambdaException' : exceptionName(type);
  const requestId = headerOf(response, 'x-amzn-requestid') ?? '';
  return new TaskError(
    `Lambda.${name}`,
    `${message} (Service: Lambda, Status Code: ${response.statusCode ?? 0}, Request ID: ${requestId})`,
  );
};

/**
 * Lambda's Invoke by its wire protocol. It is what nearly every task is, and AWS's client costs a millisecond a call,
 * ten times what the engine itself costs.
 */
export const createLambdaClient = ({ endpoint, region, credentials }: LambdaAddress): LambdaClient => {
  const url = new URL(endpoint);
  const secure = url.protocol === 'https:';
  const send = secure ? httpsRequest : httpRequest;
  const options = { keepAlive: true, maxSockets: MOST_SOCKETS };
  const agent = secure ? new SecureAgent(options) : new Agent(options);
  const base = url.pathname.replace(/\/$/, '');

  const exchange = (
    path: string,
    query: string,
    headers: Record<string, string>,
    body: Buffer,
  ): Promise<[IncomingMessage, string]> =>
    new Promise((resolve, reject) => {
      let answered = false;
      const fail = (error: NodeJS.ErrnoException): void => {
        // The other side closed a kept connection just as it was taken again: the request never arrived.
        if (error.code === 'ECONNRESET' && request.reusedSocket && !answered) {
          exchange(path, query, headers, body).then(resolve, reject);
          return;
        }
        const reason = error.message === '' ? (error.code ?? 'no connection') : error.message;
        reject(new TaskError('Lambda.SdkClientException', `Unable to execute HTTP request: ${reason}`));
      };
      const request = send(
        {
          agent,
          hostname: url.hostname,
          port: url.port,
          method: 'POST',
          path: query === '' ? path : `${path}?${query}`,
          headers,
        },
        (response) => {
          answered = true;
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', fail);
          response.on('end', () => resolve([response, Buffer.concat(chunks).toString('utf8')]));
        },
      );
      request.on('error', fail);
      request.end(body);
    });

  return {
    async invoke(parameters) {
      const unknown = Object.keys(parameters).find((name) => !KNOWN.has(name));
      if (unknown !== undefined) {
        throw new TaskError('States.Runtime', `The field "${unknown}" is not supported by lambda:invoke`);
      }
      const name = textOf(parameters['FunctionName']);
      if (name === undefined) throw new TaskError('States.Runtime', 'lambda:invoke needs a FunctionName');
      const payload = parameters['Payload'];
      const body = Buffer.from(payload === undefined ? '{}' : JSON.stringify(payload));
      const path = `${base}/2015-03-31/functions/${encodeURIComponent(name)}/invocations`;
      const qualifier = textOf(parameters['Qualifier']);
      const query = qualifier === undefined ? '' : `Qualifier=${encodeURIComponent(qualifier)}`;
      const headers: Record<string, string> = {
        'content-type': 'application/json',
        'content-length': String(body.length),
      };
      for (const [field, header] of Object.entries(HEADERS)) {
        const value = textOf(parameters[field]);
        if (value !== undefined) headers[header] = value;
      }
      const signed = signedHeaders(
        { method: 'POST', host: url.host, path, query, headers, body },
        credentials,
        region,
        'lambda',
        Date.now(),
      );
      const [response, text] = await exchange(path, query, signed, body);
      if ((response.statusCode ?? 500) >= 300) throw serviceError(response, text);
      return {
        statusCode: response.statusCode ?? 200,
        executedVersion: headerOf(response, 'x-amz-executed-version') ?? '$LATEST',
        functionError: headerOf(response, 'x-amz-function-error'),
        payload: text,
      };
    },
    close: () => agent.destroy(),
  };
};
