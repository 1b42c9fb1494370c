import { afterEach, describe, expect, it } from 'vitest';
import type { Json, StepFunctionsEngine } from '../../../engine/index.ts';
import { single } from '../run-definition.ts';
import { engineAt, runOn, type Ran } from './run-on.ts';
import { startWireService, type WireAnswer, type WireCall, type WireService } from './wire-service.ts';

const ARN = 'arn:aws:events:us-east-1:000000000000:connection/api/11111111-1111-1111-1111-111111111111';

const services: WireService[] = [];
let engine: StepFunctionsEngine | undefined;

afterEach(async () => {
  await engine?.close();
  for (const service of services.splice(0)) service.close();
});

const serve = async (answer: (call: WireCall) => WireAnswer): Promise<WireService> => {
  const service = await startWireService(answer);
  services.push(service);
  return service;
};

interface Connection {
  readonly type?: string;
  readonly state?: string;
  readonly secret?: object;
}

const API_KEY: Connection = { type: 'API_KEY', secret: { api_key_name: 'ApiKey', api_key_value: 'value' } };

/** Runs an HTTP Task against this API, with EventBridge and Secrets Manager that hold this connection. */
const call = async (
  api: WireService,
  given: object,
  { type = 'BASIC', state = 'AUTHORIZED', secret = { username: 'u', password: 'p' } }: Connection = {},
): Promise<Ran> => {
  const eventbridge = await serve(({ body }) =>
    (body as { Name: string }).Name === 'api'
      ? { body: { ConnectionState: state, AuthorizationType: type, SecretArn: 'secret' } }
      : { status: 400, body: { __type: 'ResourceNotFoundException', message: 'Connection none does not exist.' } },
  );
  const secrets = await serve(() => ({ body: { SecretString: JSON.stringify(secret) } }));
  engine = engineAt({ eventbridge: eventbridge.address, secretsmanager: secrets.address });
  return runOn(
    engine,
    single({
      Type: 'Task',
      Resource: 'arn:aws:states:::http:invoke',
      Arguments: {
        ApiEndpoint: `${api.address}/path`,
        Method: 'POST',
        InvocationConfig: { ConnectionArn: ARN },
        ...given,
      },
    }),
  );
};

const ok = (): Promise<WireService> =>
  serve(() => ({ body: { done: true }, headers: { 'content-type': 'application/json' } }));

const sent = (service: WireService): WireCall => {
  const [first] = service.calls;
  if (first === undefined) throw new Error('nothing was sent');
  return first;
};

describe('http:invoke', () => {
  it('sends JSON with the connection, and gives what came back', async () => {
    const api = await ok();
    const { output } = await call(api, { RequestBody: { a: 1 }, Headers: { 'X-One': '1' } });
    const { method, operation, body, headers } = sent(api);
    const { authorization, range } = headers;
    expect({
      request: [
        method,
        operation,
        body,
        authorization,
        range,
        headers['user-agent'],
        headers['content-type'],
        headers['x-one'],
      ],
      output: Object.fromEntries(Object.entries(output as object).filter(([name]) => name !== 'Headers')),
      type: (output as { Headers: Record<string, Json> }).Headers['content-type'],
    }).toStrictEqual({
      request: [
        ...['POST', '/path', { a: 1 }, `Basic ${Buffer.from('u:p').toString('base64')}`, 'bytes=0-262144'],
        ...['Amazon|StepFunctions|HttpInvoke|us-east-1', 'application/json; charset=UTF-8', '1'],
      ],
      output: { ResponseBody: { done: true }, StatusCode: 200, StatusText: 'OK' },
      type: ['application/json'],
    });
  });

  it('lets the values of the connection win', async () => {
    const api = await ok();
    const parameters = (key: string): object[] => [{ key, value: 'connection', is_value_secret: false }];
    await call(
      api,
      {
        Headers: { 'Header-Param': 'task', Other: 'task' },
        QueryParameters: { q: 'task', list: ['1', 2] },
        RequestBody: { Body: 'task', Job: 'x' },
      },
      {
        ...API_KEY,
        secret: {
          ...API_KEY.secret,
          invocation_http_parameters: {
            header_parameters: parameters('Header-Param'),
            query_string_parameters: parameters('q'),
            body_parameters: parameters('Body'),
          },
        },
      },
    );
    const { operation, body, headers } = sent(api);
    expect([operation, body, headers['header-param'], headers['other'], headers['apikey']]).toStrictEqual([
      '/path?q=connection&list=1&list=2',
      { Body: 'connection', Job: 'x' },
      'connection',
      'task',
      'value',
    ]);
  });

  it.each([
    [undefined, 'array[0]=a&array[1]=b&o[k]=%26'],
    ['REPEAT', 'array=a&array=b&o[k]=%26'],
    ['COMMAS', 'array=a,b&o[k]=%26'],
    ['BRACKETS', 'array[]=a&array[]=b&o[k]=%26'],
  ])('encodes a form with arrays as %s', async (ArrayFormat, expected) => {
    const api = await ok();
    await call(api, {
      Headers: { 'content-type': 'application/x-www-form-urlencoded' },
      RequestBody: { array: ['a', 'b'], o: { k: '&' } },
      Transform: {
        RequestBodyEncoding: 'URL_ENCODED',
        ...(ArrayFormat === undefined ? {} : { RequestEncodingOptions: { ArrayFormat } }),
      },
    });
    expect([sent(api).body, sent(api).headers['content-type']]).toStrictEqual([
      expected,
      'application/x-www-form-urlencoded',
    ]);
  });

  it('fetches a token for OAuth, and another when it is refused', async () => {
    let tokens = 0;
    const issuer = await serve(() => ({ body: { access_token: `t${++tokens}`, expires_in: 3600 } }));
    const api = await serve(({ headers }) =>
      headers.authorization === 'Bearer t2' ? { body: 'yes' } : { status: 401, body: 'no' },
    );
    const { output } = await call(
      api,
      {},
      {
        type: 'OAUTH_CLIENT_CREDENTIALS',
        secret: {
          client_id: 'id',
          client_secret: 'secret',
          authorization_endpoint: `${issuer.address}/token`,
          http_method: 'POST',
          oauth_http_parameters: { body_parameters: [{ key: 'scope', value: 'all' }] },
        },
      },
    );
    expect([(output as { ResponseBody: Json }).ResponseBody, sent(issuer).body]).toStrictEqual([
      'yes',
      'client_id=id&client_secret=secret&grant_type=client_credentials&scope=all',
    ]);
  });

  it('fails with the status and its text', async () => {
    const api = await serve(() => ({ status: 404, body: 'what the body says' }));
    const { error, cause } = await call(api, { Method: 'GET' });
    expect([error, cause]).toStrictEqual(['States.Http.StatusCode.404', 'Not Found']);
  });

  it('fails as a socket does when nobody answers', async () => {
    const api = await ok();
    const { error } = await call(api, { ApiEndpoint: 'http://127.0.0.1:1/' });
    expect(error).toBe('States.Http.Socket');
  });

  it.each<[string, object, WireAnswer, string]>([
    [
      'a header that is not its own',
      { Headers: { Host: 'x' } },
      { body: '' },
      "The header 'Host' may not be set by an HTTP Task",
    ],
    ['an unknown field', { Endpoint: 'x' }, { body: '' }, 'The field "Endpoint" is not supported by Step Functions'],
    [
      'an unknown method',
      { Method: 'SING' },
      { body: '' },
      'Method must be one of GET, POST, PUT, DELETE, PATCH, OPTIONS, HEAD, but is "SING"',
    ],
    ['no URL', { ApiEndpoint: 'x' }, { body: '' }, 'ApiEndpoint must be an HTTPS URL, but is "x"'],
    [
      'an image',
      {},
      { body: 'x', headers: { 'content-type': 'image/png' } },
      'The response has the content type image/png, which an HTTP Task cannot read',
    ],
    [
      'no connection',
      { InvocationConfig: {} },
      { body: '' },
      "The field 'Authentication' with the ConnectionArn of an EventBridge connection is required but was missing",
    ],
  ])('refuses %s', async (_name, given, answer, cause) => {
    const failed = await call(await serve(() => answer), given);
    expect([failed.error, failed.cause?.split(' (entered at the event id #2). ')[1]]).toStrictEqual([
      'States.Runtime',
      cause,
    ]);
  });

  it.each<[string, object, Connection, string]>([
    ['is not authorized', {}, { state: 'DEAUTHORIZED' }, 'InvalidConnectionState'],
    ['is being authorized', {}, { state: 'AUTHORIZING' }, 'AuthInProgress'],
    ['does not exist', { InvocationConfig: { ConnectionArn: ARN.replace('/api/', '/none/') } }, {}, 'ResourceNotFound'],
  ])('fails when the connection %s', async (_name, given, connection, error) => {
    expect((await call(await ok(), given, connection)).error).toBe(`Events.ConnectionResource.${error}`);
  });
});
