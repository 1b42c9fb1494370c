import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as SecureAgent, request as httpsRequest } from 'node:https';
import { isJsonObject, parseJson, type Json, type JsonObject } from '../json/json.ts';
import { unsupportedField } from './convert-by-schema.ts';
import { requestIdOf, type HttpAnswer } from './http-metadata.ts';
import { noAnswer, optimisedError } from './sdk-error.ts';
import { signedHeaders, type Credentials } from './sign-request.ts';
import { TaskError } from '../tasks/task-call.ts';

/** What Lambda answered to Invoke. */
export interface InvokeAnswer {
  readonly http: HttpAnswer;
  readonly executedVersion: string | undefined;
  readonly functionError: string | undefined;
  /** The end of the function's log, in base64, where `LogType` asked for it. */
  readonly logResult: string | undefined;
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

const headersOf = (response: IncomingMessage): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(response.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? (value[0] ?? '') : value]],
    ),
  );

/** A refusal of the service itself, such as a throttle, as Step Functions names it. */
const serviceError = (http: HttpAnswer, body: string): TaskError => {
  const type = http.headers['x-amzn-errortype']?.split(':')[0];
  let message = body;
  try {
    const parsed = parseJson(body);
    if (isJsonObject(parsed)) message = textOf(parsed['Message']) ?? textOf(parsed['message']) ?? body;
  } catch {
    // Not JSON, as from a proxy in between: the text itself is the message.
  }
  const modelled = type !== undefined && type !== '';
  return optimisedError('lambda', {
    message,
    status: http.status,
    code: modelled ? type : '',
    modelled,
    requestId: requestIdOf(http),
  });
};

/** Text that is JSON travels as it is, any other value as its JSON; nothing is an empty object. */
const payloadBytes = (payload: Json | undefined): Buffer => {
  if (payload === undefined || payload === null) return Buffer.from('{}');
  if (typeof payload === 'string') {
    try {
      parseJson(payload);
      return Buffer.from(payload);
    } catch {
      // A text of its own: it travels in quotation marks.
    }
  }
  return Buffer.from(JSON.stringify(payload));
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
        reject(noAnswer('Lambda', error));
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
      if (unknown !== undefined) throw unsupportedField(unknown);
      const name = textOf(parameters['FunctionName']);
      if (name === undefined) {
        throw new TaskError('States.Runtime', `The field 'FunctionName' is required but was missing`);
      }
      const body = payloadBytes(parameters['Payload']);
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
      const http = { status: response.statusCode ?? 500, headers: headersOf(response) };
      if (http.status >= 300) throw serviceError(http, text);
      return {
        http,
        executedVersion: http.headers['x-amz-executed-version'],
        functionError: http.headers['x-amz-function-error'],
        logResult: http.headers['x-amz-log-result'],
        payload: text,
      };
    },
    close: () => agent.destroy(),
  };
};
