import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * The SDK's clients, each made once an environment when it is first needed. Where the services are, the SDK takes from its own
 * variables (`AWS_REGION`, `AWS_ENDPOINT_URL_S3`, ...). Connections are kept alive, which is the SDK's default on Node.
 * Marked pure, so that a function's bundle has only the clients that it uses.
 */
export const documentClient = /* @__PURE__ */ once((): DynamoDBDocumentClient =>
  createDocumentClient(new DynamoDBClient()),
);

/** Path style, because a host name a bucket needs DNS that only AWS has. */
export const s3Client = /* @__PURE__ */ once((): S3Client => new S3Client({ forcePathStyle: true }));

export const sfnClient = /* @__PURE__ */ once((): SFNClient => new SFNClient());

export const lambdaClient = /* @__PURE__ */ once((): LambdaClient => new LambdaClient());

/** For a client of one's own, such as a test's. */
export function createDocumentClient(client: DynamoDBClient): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
