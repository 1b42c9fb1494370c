import type { JsonFields, JsonObject } from '../json/json.ts';

/** What the optimised integrations add to a service's answer. */
export interface HttpAnswer {
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Headers as AWS's services spell them on the wire. */
const SPELLINGS: Readonly<Record<string, string>> = {
  connection: 'Connection',
  'content-length': 'Content-Length',
  'content-type': 'Content-Type',
  date: 'Date',
  server: 'Server',
  'x-amz-executed-version': 'X-Amz-Executed-Version',
  'x-amzn-remapped-content-length': 'x-amzn-Remapped-Content-Length',
  'x-amzn-requestid': 'x-amzn-RequestId',
  'x-amzn-trace-id': 'X-Amzn-Trace-Id',
};

export const requestIdOf = ({ headers }: HttpAnswer): string =>
  headers['x-amzn-requestid'] ?? headers['x-amzn-request-id'] ?? headers['x-amz-request-id'] ?? '';

/** `SdkHttpMetadata` and `SdkResponseMetadata`, as version 1 of the SDK for Java describes an answer. */
export const sdkMetadata = (answer: HttpAnswer): JsonObject => {
  const all: JsonFields = {};
  const first: JsonFields = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    const spelling = SPELLINGS[name] ?? name;
    all[spelling] = [value];
    first[spelling] = value;
  }
  return {
    SdkHttpMetadata: { AllHttpHeaders: all, HttpHeaders: first, HttpStatusCode: answer.status },
    SdkResponseMetadata: { RequestId: requestIdOf(answer) },
  };
};

/** The optimised integrations give an answer's fields in the order of their names. */
export const withMetadata = (fields: JsonObject, answer: HttpAnswer): JsonObject =>
  Object.fromEntries(
    Object.entries({ ...fields, ...sdkMetadata(answer) }).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  );
