import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { problemSchema } from '../../../api/schemas/problem.ts';
import { createApiHandler } from '../../../functions/api/create-api-handler.ts';
import type { ApiPlatform } from '../../../functions/api-platform.ts';
import type { Role } from '../../../platform/access/roles.ts';

interface ApiRequest {
  readonly body?: unknown;
  /** As the client sends it, instead of `body`. */
  readonly rawBody?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Nobody: no token. */
  readonly as?: { readonly project: string; readonly role: Role } | 'nobody';
}

interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

export type CallApi = (method: string, path: string, request?: ApiRequest) => Promise<ApiAnswer>;

/** Feeds the API's handler as API Gateway does, and holds every refusal to the contract's problem details. */
export function apiOf(platform: ApiPlatform): CallApi {
  const handler = createApiHandler(platform);
  return async (method, path, request = {}) => {
    const answer: APIGatewayProxyResult = await handler(proxyEvent(method, path, request), context);
    const body: unknown = JSON.parse(answer.body);
    if (answer.statusCode >= 400) problemSchema.strict().parse(body);
    return { status: answer.statusCode, headers: answer.headers ?? {}, body };
  };
}

function proxyEvent(method: string, path: string, request: ApiRequest): APIGatewayProxyEvent {
  const { as = { project: 'default', role: 'admin' } } = request;
  const body = request.rawBody ?? (request.body === undefined ? null : JSON.stringify(request.body));
  return {
    resource: '/v1/{proxy+}',
    path,
    httpMethod: method,
    headers: { ...request.headers },
    multiValueHeaders: {},
    queryStringParameters: request.query === undefined ? null : { ...request.query },
    multiValueQueryStringParameters: null,
    pathParameters: { proxy: path.replace('/v1/', '') },
    stageVariables: null,
    body,
    isBase64Encoded: false,
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      authorizer: as === 'nobody' ? null : { ...as, tokenId: 'token', principalId: 'token' },
      protocol: 'HTTP/1.1',
      httpMethod: method,
      identity: identity,
      path,
      stage: 'test',
      requestId: 'request-1',
      requestTimeEpoch: 0,
      resourceId: 'resource',
      resourcePath: '/v1/{proxy+}',
    },
  };
}

const identity: APIGatewayProxyEvent['requestContext']['identity'] = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  sourceIp: '127.0.0.1',
  user: null,
  userAgent: null,
  userArn: null,
};

/** What the handlers look at of a Lambda's context. */
export const context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'slipway-test-api',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:slipway-test-api',
  memoryLimitInMB: '1024',
  awsRequestId: 'request-1',
  logGroupName: 'group',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => 29_000,
} satisfies Partial<Context> as Context;
