import { parseJson, isJsonObject, type Json, type JsonObject } from '../../json/json.ts';
import { TaskError } from '../../tasks/task-call.ts';
import type { ServiceClients } from '../service-client.ts';
import { exchange, type HttpResponse } from './exchange.ts';
import { readConnection, type HttpConnection } from './http-connection.ts';
import { connectionArn, httpRequest } from './http-request.ts';
import type { OAuthTokens } from './oauth-tokens.ts';

const BINARY = /^(application\/octet-stream|image\/|video\/|audio\/)/i;

const responseBody = ({ headers, body }: HttpResponse): Json => {
  const type = headers['content-type']?.[0] ?? '';
  if (BINARY.test(type)) {
    throw new TaskError('States.Runtime', `The response has the content type ${type}, which an HTTP Task cannot read`);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new TaskError('States.Runtime', 'The response is not text');
  }
  if (!/json/i.test(type)) return text;
  try {
    return parseJson(text);
  } catch {
    return text;
  }
};

const UNAUTHORIZED = 401;

const send = async (
  given: JsonObject,
  arn: string,
  connection: HttpConnection,
  tokens: OAuthTokens,
  region: string,
): Promise<HttpResponse> => {
  const { oauth } = connection;
  if (oauth === undefined) return exchange(httpRequest(given, connection, region));
  const authorized = async (fresh: boolean): Promise<HttpResponse> => {
    const headers = new Map(connection.headers);
    headers.set('authorization', `Bearer ${await tokens.get(arn, oauth, fresh)}`);
    return exchange(httpRequest(given, { ...connection, headers }, region));
  };
  const response = await authorized(false);
  return response.status === UNAUTHORIZED ? authorized(true) : response;
};

/** `http:invoke`: https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html. Rejects with `TaskError`. */
export const runHttpTask = async (
  parameters: Json,
  clients: ServiceClients,
  tokens: OAuthTokens,
  region: string,
): Promise<Json> => {
  const given: JsonObject = isJsonObject(parameters) ? parameters : {};
  const arn = connectionArn(given);
  const response = await send(given, arn, await readConnection(clients, arn), tokens, region);
  const { status, statusText, headers } = response;
  // What a refusal says is not handed on: its status is all.
  if (status < 200 || status >= 300) throw new TaskError(`States.Http.StatusCode.${status}`, statusText);
  return {
    Headers: Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, [...values]])),
    ResponseBody: responseBody(response),
    StatusCode: status,
    StatusText: statusText,
  };
};
