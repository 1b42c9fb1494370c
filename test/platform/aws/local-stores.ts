import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startFauxqs } from 'fauxqs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { createDocumentClient, type DocumentClient } from '../../../platform/aws/document-client.ts';
import { createObjectClient, type ObjectClient } from '../../../platform/aws/object-client.ts';

/** dynalite brings no types. */
const dynalite = createRequire(import.meta.url)('dynalite') as (options: { createTableMs: number }) => Server;

const region = 'eu-west-1';
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

export interface LocalStores extends AsyncDisposable {
  readonly documents: DocumentClient;
  readonly tableName: string;
  readonly s3: ObjectClient;
  readonly bucket: string;
  /** For a process that makes its own clients. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Real DynamoDB and S3 emulators in this process, on loopback, with the platform's table and bucket. */
export async function startLocalStores(): Promise<LocalStores> {
  const tableServer = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => tableServer.listen(0, '127.0.0.1', resolve));
  const tableEndpoint = `http://127.0.0.1:${(tableServer.address() as AddressInfo).port}`;
  const objectServer = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  const objectEndpoint = `http://127.0.0.1:${objectServer.port}`;

  const dynamo = new DynamoDBClient({ region, credentials, endpoint: tableEndpoint });
  const tableName = 'slipway-test';
  const bucket = 'slipway-test';
  await createTable(dynamo, tableName);
  objectServer.createBucket(bucket);

  return {
    documents: createDocumentClient({ region, credentials, endpoint: tableEndpoint }),
    tableName,
    s3: createObjectClient({ region, credentials, endpoint: objectEndpoint }),
    bucket,
    environment: {
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL_DYNAMODB: tableEndpoint,
      AWS_ENDPOINT_URL_S3: objectEndpoint,
      SLIPWAY_TABLE: tableName,
      SLIPWAY_BUCKET: bucket,
      SLIPWAY_STAGE: 'test',
    },
    async [Symbol.asyncDispose](): Promise<void> {
      dynamo.destroy();
      await Promise.all([new Promise((resolve) => tableServer.close(resolve)), objectServer.stop()]);
    },
  };
}

async function createTable(dynamo: DynamoDBClient, tableName: string): Promise<void> {
  await dynamo.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk'].map((name) => ({
        AttributeName: name,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'index1',
          KeySchema: [
            { AttributeName: 'gsi1pk', KeyType: 'HASH' },
            { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
}
