import { createDocumentClient, type DocumentClient } from './document-client.ts';
import { createLambdaClient, type LambdaClient } from './lambda-client.ts';
import { createObjectClient, type ObjectClient } from './object-client.ts';
import { createReadParameter, type ReadParameter } from './parameter-client.ts';
import { createStatesClient, type StatesClient } from './states-client.ts';

/**
 * The clients of AWS's services, each made once an environment when it is first needed. Where the services are is said by the
 * variables of AWS's SDKs (`AWS_REGION`, `AWS_ENDPOINT_URL_S3`, ...).
 * Marked pure, so that a function's bundle has only the clients that it uses.
 */
export const documentClient = /* @__PURE__ */ once((): DocumentClient => createDocumentClient());

export const objectClient = /* @__PURE__ */ once((): ObjectClient => createObjectClient());

export const statesClient = /* @__PURE__ */ once((): StatesClient => createStatesClient());

export const parameterReader = /* @__PURE__ */ once((): ReadParameter => createReadParameter());

export const lambdaClient = /* @__PURE__ */ once((): LambdaClient => createLambdaClient());

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
