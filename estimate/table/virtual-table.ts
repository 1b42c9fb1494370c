import { TaskError } from '../../engine/index.ts';
import type { Json, JsonObject } from '../../engine/index.ts';
import type { AttributeValue, Item } from './attribute-value.ts';
import { checkCondition } from './check-condition.ts';
import type { Placeholders } from './expression-reader.ts';
import { readExpression } from './expression-reader.ts';
import { updateItem } from './update-item.ts';

/** The requests that a machine's rendezvous make, in DynamoDB's own shape. */
export interface ItemRequest extends JsonObject {
  readonly TableName: string;
  readonly Key: Item;
}

/** DynamoDB for one virtual run: items in memory, one request after the other, no time, no chance. */
export interface VirtualTable {
  /** @throws {ConditionalCheckFailed} */
  updateItem(request: ItemRequest): Json;
  getItem(request: ItemRequest): Json;
}

export class ConditionalCheckFailed extends Error {
  override readonly name = 'ConditionalCheckFailedException';

  constructor() {
    super('The conditional request failed');
  }
}

export function createVirtualTable(): VirtualTable {
  const items = new Map<string, Item>();
  return {
    updateItem(request) {
      const key = keyOf(request);
      const old = items.get(key);
      const placeholders = placeholdersOf(request);
      const condition = textOf(request, 'ConditionExpression');
      if (condition !== undefined && !checkCondition(readExpression(condition, placeholders), old ?? {})) {
        throw new ConditionalCheckFailed();
      }
      const update = readExpression(textOf(request, 'UpdateExpression') ?? '', placeholders);
      const changed = updateItem(update, old ?? request.Key);
      items.set(key, changed);
      return answer('Attributes', returned(textOf(request, 'ReturnValues') ?? 'NONE', old, changed));
    },
    getItem(request) {
      return answer('Item', items.get(keyOf(request)));
    },
  };
}

function returned(wish: string, old: Item | undefined, changed: Item): Item | undefined {
  switch (wish) {
    case 'NONE':
      return undefined;
    case 'ALL_OLD':
      return old;
    case 'ALL_NEW':
      return changed;
    default:
      throw new TaskError('States.Runtime', `the estimate knows no ReturnValues "${wish}"`);
  }
}

function answer(name: string, item: Item | undefined): Json {
  return item === undefined ? {} : { [name]: item };
}

function keyOf({ TableName, Key }: ItemRequest): string {
  const attributes = Object.keys(Key).sort();
  return JSON.stringify([TableName, attributes.map((name) => [name, Key[name]])]);
}

function placeholdersOf(request: ItemRequest): Placeholders {
  return {
    names: (request['ExpressionAttributeNames'] ?? {}) as Readonly<Record<string, string>>,
    values: (request['ExpressionAttributeValues'] ?? {}) as Readonly<Record<string, AttributeValue>>,
  };
}

function textOf(request: ItemRequest, field: string): string | undefined {
  const value = request[field];
  return typeof value === 'string' ? value : undefined;
}
