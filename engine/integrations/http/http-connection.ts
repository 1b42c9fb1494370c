import { isJsonArray, isJsonObject, parseJson, type Json, type JsonObject } from '../../json/json.ts';
import { TaskError } from '../../tasks/task-call.ts';
import type { ServiceClients } from '../service-client.ts';

/** What an EventBridge connection adds to every request that is made with it. */
export interface HttpConnection {
  readonly headers: ReadonlyMap<string, string>;
  readonly query: ReadonlyMap<string, string>;
  readonly body: ReadonlyMap<string, string>;
  /** Present where a token has to be fetched first. */
  readonly oauth: OAuthClient | undefined;
}

export interface OAuthClient {
  readonly endpoint: string;
  readonly method: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly query: ReadonlyMap<string, string>;
  readonly body: ReadonlyMap<string, string>;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html, "Connection errors" */
const connectionError = (name: string, cause: string): TaskError =>
  new TaskError(`Events.ConnectionResource.${name}`, cause);

const ERRORS: Readonly<Record<string, string>> = {
  'EventBridge.ResourceNotFoundException': 'ResourceNotFound',
  'EventBridge.AccessDeniedException': 'AccessDenied',
  'EventBridge.ConcurrentModificationException': 'ConcurrentModification',
  'SecretsManager.ResourceNotFoundException': 'ResourceNotFound',
  'SecretsManager.AccessDeniedException': 'AccessDenied',
};

const asConnectionError = (error: unknown): unknown =>
  error instanceof TaskError && error.error !== 'States.Runtime'
    ? connectionError(ERRORS[error.error] ?? 'InternalError', error.cause ?? '')
    : error;

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const objectOf = (value: Json | undefined): JsonObject => (value !== undefined && isJsonObject(value) ? value : {});

/** Parameters are lists of keys and values, in the spelling of the API or in that of the secret. */
const parametersOf = (group: JsonObject, pascal: string, snake: string): ReadonlyMap<string, string> => {
  const list = group[snake] ?? group[pascal] ?? [];
  const entries = isJsonArray(list) ? list : [];
  return new Map(
    entries.map((entry) => {
      const fields = objectOf(entry);
      return [textOf(fields['key'] ?? fields['Key']), textOf(fields['value'] ?? fields['Value'])];
    }),
  );
};

const httpParameters = (value: Json | undefined): Pick<HttpConnection, 'headers' | 'query' | 'body'> => {
  const group = objectOf(value);
  return {
    headers: parametersOf(group, 'HeaderParameters', 'header_parameters'),
    query: parametersOf(group, 'QueryStringParameters', 'query_string_parameters'),
    body: parametersOf(group, 'BodyParameters', 'body_parameters'),
  };
};

const CONNECTION_ARN = /^arn:aws[a-z-]*:events:[a-z0-9-]*:\d*:connection\/([^/]+)(\/.*)?$/;

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** The header in which the connection's own kind of authorization travels. */
const authorization = (type: string, secret: JsonObject): readonly (readonly [string, string])[] => {
  if (type === 'BASIC') return [['Authorization', basic(textOf(secret['username']), textOf(secret['password']))]];
  if (type === 'API_KEY') return [[textOf(secret['api_key_name']), textOf(secret['api_key_value'])]];
  return [];
};

const oauthClient = (described: JsonObject, secret: JsonObject): OAuthClient => {
  const parameters = objectOf(objectOf(described['AuthParameters'])['OAuthParameters']);
  const client = objectOf(parameters['ClientParameters']);
  return {
    endpoint: textOf(secret['authorization_endpoint'] ?? parameters['AuthorizationEndpoint']),
    method: textOf(secret['http_method'] ?? parameters['HttpMethod']) || 'POST',
    clientId: textOf(secret['client_id'] ?? client['ClientId'] ?? client['ClientID']),
    clientSecret: textOf(secret['client_secret']),
    ...httpParameters(secret['oauth_http_parameters'] ?? parameters['OAuthHttpParameters']),
  };
};

/** Reads a connection from EventBridge and its secret from Secrets Manager. Rejects with `TaskError`. */
export const readConnection = async (clients: ServiceClients, arn: string): Promise<HttpConnection> => {
  const name = CONNECTION_ARN.exec(arn)?.[1];
  if (name === undefined) throw connectionError('ResourceNotFound', `"${arn}" is not the ARN of a connection`);
  try {
    const { fields: described } = await clients.call('eventbridge', 'describeConnection', { Name: name }, 'sdk');
    const state = textOf(described['ConnectionState']);
    if (state === 'AUTHORIZING' || state === 'CREATING' || state === 'UPDATING') {
      throw connectionError('AuthInProgress', `The connection ${arn} is ${state}`);
    }
    if (state !== 'AUTHORIZED' && state !== '') {
      throw connectionError('InvalidConnectionState', `The connection ${arn} is ${state}, but must be AUTHORIZED`);
    }
    const request = { SecretId: described['SecretArn'] ?? '' };
    const { fields } = await clients.call('secretsmanager', 'getSecretValue', request, 'sdk');
    const secret = objectOf(parseJson(textOf(fields['SecretString']) || '{}'));
    const type = textOf(described['AuthorizationType']);
    const parameters = httpParameters(
      secret['invocation_http_parameters'] ?? objectOf(described['AuthParameters'])['InvocationHttpParameters'],
    );
    return {
      ...parameters,
      headers: new Map([...parameters.headers, ...authorization(type, secret)]),
      oauth: type === 'OAUTH_CLIENT_CREDENTIALS' ? oauthClient(described, secret) : undefined,
    };
  } catch (error) {
    if (error instanceof TaskError && error.error.startsWith('Events.')) throw error;
    throw asConnectionError(error);
  }
};
