import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDynamodb, type LocalDynamodb } from '../../../local/dynamodb/start-dynamodb.ts';
import { LocalCloudError } from '../../../local/local-cloud-error.ts';
import { client } from '../credentials.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const TableName = 'slipway-test';
let path: string;
let server: LocalDynamodb;
let dynamodb: DynamoDBClient;

const open = async () => {
  server = await startDynamodb({ path, tableName: TableName, region: 'us-east-1', accountId: '000000000000' });
  dynamodb = new DynamoDBClient({ ...client, endpoint: server.endpoint, maxAttempts: 1 });
};

beforeAll(async () => {
  path = join(await temporaryFolder(), 'dynamodb');
  await open();
});

afterAll(() => server.close());

const key = (pk: string) => ({ pk: { S: pk }, sk: { S: 'ITEM' } });

describe('startDynamodb', () => {
  it('makes the table with its index', async () => {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      TableName,
      TableStatus: 'ACTIVE',
      TableArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/slipway-test',
      GlobalSecondaryIndexes: [{ IndexName: 'index1', IndexStatus: 'ACTIVE' }],
    });
    expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual([TableName]);
  });

  it('writes under conditions, one after another', async () => {
    await dynamodb.send(new PutItemCommand({ TableName, Item: { ...key('counter'), n: { N: '0' } } }));
    const increments = Array.from({ length: 50 }, () =>
      dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key: key('counter'),
          UpdateExpression: 'ADD n :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        }),
      ),
    );
    await Promise.all(increments);
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: key('counter') }));
    expect(Item?.['n']).toEqual({ N: '50' });
    await expect(
      dynamodb.send(
        new PutItemCommand({ TableName, Item: key('counter'), ConditionExpression: 'attribute_not_exists(pk)' }),
      ),
    ).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });

  it('knows a table from its making to its end', async () => {
    const table = { TableName: 'passing', KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' as const }] };
    const put = () => dynamodb.send(new PutItemCommand({ TableName: 'passing', Item: { pk: { S: 'x' } } }));
    await expect(put()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await dynamodb.send(
      new CreateTableCommand({
        ...table,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      }),
    );
    await waitUntilTableExists({ client: dynamodb, maxWaitTime: 20, minDelay: 1 }, { TableName: 'passing' });
    await put();
    await dynamodb.send(new DeleteTableCommand({ TableName: 'passing' }));
    await waitUntilTableNotExists({ client: dynamodb, maxWaitTime: 20, minDelay: 1 }, { TableName: 'passing' });
    await expect(put()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('refuses as the service does', async () => {
    await expect(dynamodb.send(new DescribeTableCommand({ TableName: 'none' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(dynamodb.send(new PutItemCommand({ TableName, Item: { pk: { S: 'x' } } }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    const unknown = await fetch(server.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.../x' },
      body: '{}',
    });
    expect([unknown.status, await unknown.json()]).toEqual([
      400,
      { __type: 'com.amazon.coral.service#UnknownOperationException' },
    ]);
  });

  it('reads an expression alike however often it came, with other values too', async () => {
    const update = (pk: string, value: string, more: object = {}) =>
      dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key: key(pk),
          UpdateExpression: 'SET #a.b = :v, c = if_not_exists(c, :v) REMOVE d',
          ConditionExpression: 'attribute_exists(pk) AND (#a.b <> :v OR size(#a) > :none)',
          ExpressionAttributeNames: { '#a': 'a' },
          ExpressionAttributeValues: { ':v': { S: value }, ':none': { N: '9' } },
          ReturnValues: 'ALL_NEW',
          ...more,
        }),
      );
    for (const pk of ['one', 'two', 'three']) {
      await dynamodb.send(
        new PutItemCommand({ TableName, Item: { ...key(pk), a: { M: { b: { S: '' } } }, d: { S: 'x' } } }),
      );
      const first = await update(pk, `${pk} 1`);
      const second = await update(pk, `${pk} 2`);
      expect([first.Attributes, second.Attributes]).toEqual([
        { ...key(pk), a: { M: { b: { S: `${pk} 1` } } }, c: { S: `${pk} 1` } },
        { ...key(pk), a: { M: { b: { S: `${pk} 2` } } }, c: { S: `${pk} 1` } },
      ]);
      await expect(update(pk, `${pk} 2`)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    }
    const unused = { ExpressionAttributeNames: { '#a': 'a', '#unused': 'x' } };
    for (let turn = 0; turn < 2; turn += 1) {
      await expect(update('one', 'z', unused)).rejects.toThrow('#unused');
      await expect(update('one', 'z', { ConditionExpression: 'attribute_exists(' })).rejects.toThrow('Syntax error');
    }
  });

  it('survives a client that goes away in the middle of a request', async () => {
    const socket = connect(Number(new URL(server.endpoint).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nX-Amz-Target: DynamoDB_20120810.PutItem\r\n\r\n{"half',
    );
    socket.destroy();
    await once(socket, 'close');
    expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual([TableName]);
  });

  it('has everything after a restart, the index too', async () => {
    const Item = { ...key('kept'), gsi1pk: { S: 'P#a' }, gsi1sk: { S: '1' } };
    await dynamodb.send(new PutItemCommand({ TableName, Item }));
    await server.close();
    await open();
    const { Items } = await dynamodb.send(
      new QueryCommand({
        TableName,
        IndexName: 'index1',
        KeyConditionExpression: 'gsi1pk = :p',
        ExpressionAttributeValues: { ':p': { S: 'P#a' } },
      }),
    );
    expect(Items).toEqual([Item]);
  });

  it.each(['CREATING', 'DELETING'])('has its table after a start that was killed while it was %s', async (status) => {
    const killed = join(await temporaryFolder(), 'dynamodb');
    // dynalite itself, with a minute for what takes it no time here, in a process that ends in the midst of it.
    const code = `
      const [path, status] = process.argv.slice(1);
      const store = require('dynalite/db/index.js').create({ path, createTableMs: status === 'CREATING' ? 60000 : 0, deleteTableMs: 60000 });
      const act = (name, data) => new Promise((done, fail) => require('dynalite/actions/' + name)(store, data, (error, answer) => error ? fail(error) : done(answer)));
      const keys = { AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }], KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] };
      store.db.open().then(async () => {
        store.tableDb.awsAccountId = '0'; store.tableDb.awsRegion = 'us-east-1';
        await act('createTable', { TableName: 'torn', BillingMode: 'PAY_PER_REQUEST', ...keys });
        if (status === 'DELETING') {
          await new Promise((resolve) => setTimeout(resolve, 100));
          await act('deleteTable', { TableName: 'torn' });
        }
        await store.db.close();
        process.exit(0);
      });`;
    const making = spawn(process.execPath, ['-e', code, killed, status], {
      cwd: import.meta.dirname,
      stdio: 'inherit',
    });
    expect(await once(making, 'exit')).toEqual([0, null]);
    const settings = { path: killed, tableName: 'torn', region: 'us-east-1', accountId: '000000000000' };
    const mended = await startDynamodb(settings);
    const there = new DynamoDBClient({ ...client, endpoint: mended.endpoint, maxAttempts: 1 });
    const { Table } = await there.send(new DescribeTableCommand({ TableName: 'torn' }));
    expect([Table?.TableStatus, Table?.KeySchema?.length]).toEqual(['ACTIVE', 2]);
    await there.send(new PutItemCommand({ TableName: 'torn', Item: key('a') }));
    await mended.close();
  });

  it('says when another process has the database open', async () => {
    const second = startDynamodb({ path, tableName: TableName, region: 'us-east-1', accountId: '000000000000' });
    await expect(second).rejects.toBeInstanceOf(LocalCloudError);
    await expect(second).rejects.toMatchObject({ code: 'data-folder-in-use' });
  });

  it('leaves its folder free when it cannot listen', async () => {
    const settings = { tableName: TableName, region: 'us-east-1', accountId: '000000000000' };
    const folder = join(await temporaryFolder(), 'dynamodb');
    const port = Number(new URL(server.endpoint).port);
    await expect(startDynamodb({ ...settings, path: folder, port })).rejects.toMatchObject({ code: 'port-in-use' });
    const second = await startDynamodb({ ...settings, path: folder });
    await second.close();
  });
});
