import type {
  BatchGetCommandInput,
  BatchGetCommandOutput,
  BatchWriteCommandInput,
  BatchWriteCommandOutput,
  DeleteCommandInput,
  GetCommandInput,
  GetCommandOutput,
  PutCommandInput,
  QueryCommandInput,
  QueryCommandOutput,
  UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { attributeMap, type AttributeMap, fieldsOf } from './wire/attribute-values.ts';
import type { ServicePlace } from './wire/aws-service.ts';
import { createJsonService } from './wire/json-protocol.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * DynamoDB's operations on plain values, as AWS's own document client takes and gives them, as far as the stores use them.
 * Every write has a condition or says the same again when it is repeated, so that a lost answer does no harm.
 */
export interface DocumentClient {
  get(input: GetCommandInput): Promise<Pick<GetCommandOutput, 'Item'>>;
  put(input: PutCommandInput): Promise<void>;
  update(input: UpdateCommandInput): Promise<void>;
  delete(input: DeleteCommandInput): Promise<void>;
  query(input: QueryCommandInput): Promise<Pick<QueryCommandOutput, 'Items' | 'LastEvaluatedKey'>>;
  batchGet(input: BatchGetCommandInput): Promise<Pick<BatchGetCommandOutput, 'Responses' | 'UnprocessedKeys'>>;
  batchWrite(input: BatchWriteCommandInput): Promise<Pick<BatchWriteCommandOutput, 'UnprocessedItems'>>;
}

export function createDocumentClient(place: ServicePlace = {}): DocumentClient {
  const call = createJsonService('dynamodb', 'DynamoDB_20120810', place);
  return {
    async get(input) {
      const { Item } = (await call('GetItem', encoded(input))) as { readonly Item?: AttributeMap };
      return Item === undefined ? {} : { Item: fieldsOf(Item) };
    },
    async put(input) {
      await call('PutItem', encoded(input));
    },
    async update(input) {
      await call('UpdateItem', encoded(input));
    },
    async delete(input) {
      await call('DeleteItem', encoded(input));
    },
    async query(input) {
      const page = (await call('Query', encoded(input))) as {
        readonly Items?: readonly AttributeMap[];
        readonly LastEvaluatedKey?: AttributeMap;
      };
      return {
        Items: (page.Items ?? []).map(fieldsOf),
        ...(page.LastEvaluatedKey === undefined ? {} : { LastEvaluatedKey: fieldsOf(page.LastEvaluatedKey) }),
      };
    },
    async batchGet({ RequestItems = {} }) {
      const answer = (await call('BatchGetItem', {
        RequestItems: eachTable(RequestItems, withKeys(attributeMap)),
      })) as {
        readonly Responses?: Tables<readonly AttributeMap[]>;
        readonly UnprocessedKeys?: Tables<{ readonly Keys: readonly AttributeMap[] }>;
      };
      return {
        Responses: eachTable(answer.Responses ?? {}, (items) => items.map(fieldsOf)),
        UnprocessedKeys: eachTable(answer.UnprocessedKeys ?? {}, withKeys(fieldsOf)),
      };
    },
    async batchWrite({ RequestItems = {} }) {
      const requests = eachTable(RequestItems, (writes) => writes.map((write) => eachKind(write, attributeMap)));
      const answer = (await call('BatchWriteItem', { RequestItems: requests })) as {
        readonly UnprocessedItems?: Tables<readonly WriteRequest<AttributeMap>[]>;
      };
      return {
        UnprocessedItems: eachTable(answer.UnprocessedItems ?? {}, (writes) =>
          writes.map((write) => eachKind(write, fieldsOf)),
        ),
      };
    },
  };
}

const fieldsWithValues = ['Key', 'Item', 'ExpressionAttributeValues', 'ExclusiveStartKey'] as const;

/** The input with its values as the protocol writes them. */
function encoded(input: object): object {
  const wire: Record<string, unknown> = { ...input };
  for (const name of fieldsWithValues) {
    const fields = wire[name];
    if (fields !== undefined) wire[name] = attributeMap(fields as Fields);
  }
  return wire;
}

type Tables<T> = Readonly<Record<string, T>>;

function eachTable<From, To>(tables: Tables<From>, translate: (from: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(tables).map(([table, from]) => [table, translate(from)]));
}

function withKeys<From, To>(translate: (key: From) => To) {
  return <Request extends { readonly Keys?: readonly From[] | undefined }>(request: Request) => ({
    ...request,
    Keys: (request.Keys ?? []).map(translate),
  });
}

interface WriteRequest<Item> {
  readonly PutRequest?: { readonly Item: Item | undefined } | undefined;
  readonly DeleteRequest?: { readonly Key: Item | undefined } | undefined;
}

function eachKind<From, To>({ PutRequest, DeleteRequest }: WriteRequest<From>, translate: (item: From) => To) {
  return {
    ...(PutRequest?.Item === undefined ? {} : { PutRequest: { Item: translate(PutRequest.Item) } }),
    ...(DeleteRequest?.Key === undefined ? {} : { DeleteRequest: { Key: translate(DeleteRequest.Key) } }),
  };
}
