import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { fc, it as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { signedHeaders } from '../../../../engine/integrations/sign-request.ts';
import { createDocumentClient } from '../../../../platform/aws/document-client.ts';
import { attributeMap, fieldsOf, type AttributeMap } from '../../../../platform/aws/wire/attribute-values.ts';
import { startRecordingService } from './recording-service.ts';

const region = 'eu-west-1';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'session' };
const TableName = 'table';
const Key = { pk: 'a', sk: 'b' };
const values = {
  ':s': 'text',
  ':n': 1.5,
  ':l': [1, 'two', [true, null]],
  ':m': { x: { y: '' } },
  ':b': new Uint8Array([0, 255]),
};

const update = {
  TableName,
  Key,
  UpdateExpression: 'SET #s = :s',
  ConditionExpression: 'attribute_not_exists(pk)',
  ExpressionAttributeNames: { '#s': 'status' },
  ExpressionAttributeValues: { ...values, ':gone': undefined },
};
const put = {
  TableName,
  Item: { ...Key, ...values, gone: undefined },
  ConditionExpression: 'attribute_not_exists(pk)',
};
const query = {
  TableName,
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': 'a' },
  ExclusiveStartKey: Key,
  ConsistentRead: true,
};
const batchGet = { RequestItems: { [TableName]: { Keys: [Key], ConsistentRead: true } } };
const batchWrite = { RequestItems: { [TableName]: [{ PutRequest: { Item: { ...Key, ...values } } }] } };

describe("the document client's requests", () => {
  it("are those of AWS's own client", async () => {
    const answer = { status: 200, body: '{}' };
    await using ours = await startRecordingService([answer]);
    await using theirs = await startRecordingService([answer]);
    const documents = createDocumentClient({ endpoint: ours.endpoint, region, credentials });
    const sdk = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: theirs.endpoint, region, credentials }), {
      marshallOptions: { removeUndefinedValues: true },
    });
    await documents.get({ TableName, Key, ConsistentRead: true });
    await documents.put(put);
    await documents.update(update);
    await documents.delete({ TableName, Key });
    await documents.query(query);
    await documents.batchGet(batchGet);
    await documents.batchWrite(batchWrite);

    await sdk.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    await sdk.send(new PutCommand(put));
    await sdk.send(new UpdateCommand(update));
    await sdk.send(new DeleteCommand({ TableName, Key }));
    await sdk.send(new QueryCommand(query));
    await sdk.send(new BatchGetCommand(batchGet));
    await sdk.send(new BatchWriteCommand(batchWrite));
    sdk.destroy();

    const shown = (service: typeof ours) =>
      service.requests.map(({ method, path, headers, body }) => ({
        method,
        path,
        type: headers['content-type'],
        target: headers['x-amz-target'],
        body: JSON.parse(body) as unknown,
      }));
    expect(shown(ours)).toEqual(shown(theirs));
  });

  it('are signed', async () => {
    await using service = await startRecordingService([{ status: 200, body: '{}' }]);
    await createDocumentClient({ endpoint: service.endpoint, region, credentials }).update(update);
    const [request] = service.requests;
    if (request === undefined) throw new Error('nothing was sent');
    const { headers, body } = request;
    const { authorization, ...rest } = headers;
    const signed = Object.entries(rest).filter(([name]) => name !== 'connection');
    const date = String(headers['x-amz-date']).replace(/^(.{4})(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5');
    // The engine's own signer, which shares no code with this one.
    const expected = signedHeaders(
      {
        method: 'POST',
        host: String(headers.host),
        path: '/',
        query: '',
        headers: Object.fromEntries(signed) as Record<string, string>,
        body: Buffer.from(body),
      },
      credentials,
      region,
      'dynamodb',
      Date.parse(date),
    );
    expect(headers['x-amz-security-token']).toBe('session');
    expect(authorization).toBe(expected['authorization']);
  });
});

describe("the document client's answers", () => {
  it('are plain values', async () => {
    const Item = { pk: { S: 'a' }, n: { N: '1.5' }, l: { L: [{ BOOL: true }, { NULL: true }] }, b: { B: 'AP8=' } };
    const plain = { pk: 'a', n: 1.5, l: [true, null], b: new Uint8Array([0, 255]) };
    await using service = await startRecordingService([
      { status: 200, body: JSON.stringify({ Item }) },
      { status: 200, body: '{}' },
      { status: 200, body: JSON.stringify({ Items: [Item], LastEvaluatedKey: { pk: { S: 'z' } } }) },
      {
        status: 200,
        body: JSON.stringify({
          Responses: { [TableName]: [Item] },
          UnprocessedKeys: { [TableName]: { Keys: [{ pk: { S: 'a' } }] } },
        }),
      },
      { status: 200, body: JSON.stringify({ UnprocessedItems: { [TableName]: [{ PutRequest: { Item } }] } }) },
    ]);
    const documents = createDocumentClient({ endpoint: service.endpoint, region, credentials });
    expect(await documents.get({ TableName, Key })).toEqual({ Item: plain });
    expect(await documents.get({ TableName, Key })).toEqual({});
    expect(await documents.query(query)).toEqual({ Items: [plain], LastEvaluatedKey: { pk: 'z' } });
    expect(await documents.batchGet(batchGet)).toEqual({
      Responses: { [TableName]: [plain] },
      UnprocessedKeys: { [TableName]: { Keys: [{ pk: 'a' }] } },
    });
    expect(await documents.batchWrite(batchWrite)).toEqual({
      UnprocessedItems: { [TableName]: [{ PutRequest: { Item: plain } }] },
    });
  });

  property.prop(
    [
      fc.dictionary(
        fc.oneof(fc.string(), fc.constant('__proto__')),
        fc.oneof(fc.jsonValue({ noUnicodeString: false }), fc.uint8Array()).filter((value) => !Object.is(value, -0)),
      ),
    ],
    { seed: 3 },
  )('bring back what was written', (fields) => {
    const wire = JSON.parse(JSON.stringify(attributeMap(fields))) as AttributeMap;
    expect(JSON.stringify(fieldsOf(wire))).toBe(JSON.stringify(fields));
  });
});

describe('a call that does not succeed', () => {
  const busy = { status: 500, body: '{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}' };
  const throttled = {
    status: 400,
    body: '{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"slow down"}',
  };
  const done = { status: 200, body: '{}' };

  it.each([
    ['the service fails', busy],
    ['it is throttled', throttled],
    ['the connection breaks', 'cut'],
    ['the answer breaks off', { status: 200, body: '{', headers: { 'content-length': '99', connection: 'close' } }],
  ] as const)('is tried again when %s', async (_, fault) => {
    await using service = await startRecordingService([fault, fault, done]);
    await createDocumentClient({ endpoint: service.endpoint, region, credentials }).update(update);
    expect(service.requests.length).toBe(3);
  });

  it('is given up after three tries', async () => {
    await using service = await startRecordingService([throttled]);
    await expect(
      createDocumentClient({ endpoint: service.endpoint, region, credentials }).update(update),
    ).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException', message: 'slow down', status: 400 });
    expect(service.requests.length).toBe(3);
  });

  it.each([
    [
      'a condition',
      '{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"no"}',
      'ConditionalCheckFailedException',
    ],
    ['a mistake', '{"__type":"com.amazon.coral.validate#ValidationException","message":"no"}', 'ValidationException'],
  ])('is not repeated for %s', async (_, body, name) => {
    await using service = await startRecordingService([{ status: 400, body }]);
    await expect(
      createDocumentClient({ endpoint: service.endpoint, region, credentials }).update(update),
    ).rejects.toMatchObject({ name, message: 'no' });
    expect(service.requests.length).toBe(1);
  });

  it('tells the address that does not answer', async () => {
    const service = await startRecordingService([]);
    await service[Symbol.asyncDispose]();
    await expect(
      createDocumentClient({ endpoint: service.endpoint, region, credentials }).update(update),
    ).rejects.toMatchObject({ name: 'ConnectionError', message: expect.stringContaining(service.endpoint) as string });
  });
});
