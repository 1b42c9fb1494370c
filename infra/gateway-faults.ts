import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';

/** What API Gateway answers by itself, by its name for it: the code and title that the API's own faults have (RFC 9457). */
const faults: readonly {
  readonly type: ResponseType;
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly detail: string;
}[] = [
  {
    type: ResponseType.UNAUTHORIZED,
    status: 401,
    title: 'Not authenticated',
    code: 'unauthenticated',
    detail: 'this needs a token that is known and has not expired: send it as Authorization: Bearer slw_...',
  },
  {
    type: ResponseType.ACCESS_DENIED,
    status: 403,
    title: 'Not allowed',
    code: 'forbidden',
    detail: 'the token does not give access to this',
  },
  // Said of a path that there is not, since nothing says how to authenticate there.
  {
    type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    status: 404,
    title: 'Not found',
    code: 'not-found',
    detail: 'there is no such path here; the API is under /v1',
  },
  {
    type: ResponseType.REQUEST_TOO_LARGE,
    status: 413,
    title: 'Too large',
    code: 'too-large',
    detail: 'a request may have 10 MB; upload files through the link that the API gives',
  },
  {
    type: ResponseType.THROTTLED,
    status: 429,
    title: 'Too many requests',
    code: 'too-many-requests',
    detail: 'more requests came than this stage allows; try again in a second',
  },
  {
    type: ResponseType.QUOTA_EXCEEDED,
    status: 429,
    title: 'Too many requests',
    code: 'too-many-requests',
    detail: 'the quota of this key is used up',
  },
  {
    type: ResponseType.INTEGRATION_TIMEOUT,
    status: 504,
    title: 'Timed out',
    code: 'timed-out',
    detail: 'the API did not answer within 29 s; a request with an idempotency key may be sent again',
  },
  {
    type: ResponseType.DEFAULT_5XX,
    status: 500,
    title: 'Unexpected fault',
    code: 'unexpected',
    detail: 'the API could not be reached; try again, and look at its log if that stays so',
  },
];

/** Faults that the gateway finds before the API sees a request have the API's own shape. */
export function shapeGatewayFaults(api: RestApi): void {
  for (const { type, status, title, code, detail } of faults) {
    api.addGatewayResponse(`Fault-${type.responseType}`, {
      type,
      statusCode: String(status),
      responseHeaders: { 'Cache-Control': "'no-store'", 'Content-Type': "'application/problem+json'" },
      templates: {
        'application/json': JSON.stringify({ type: 'about:blank', title, status, detail, code }),
      },
    });
  }
}
