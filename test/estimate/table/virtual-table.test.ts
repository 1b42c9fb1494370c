import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../../engine/index.ts';
import { TaskError } from '../../../engine/index.ts';
import type { ItemRequest, VirtualTable } from '../../../estimate/table/virtual-table.ts';
import { createVirtualTable } from '../../../estimate/table/virtual-table.ts';
import type { Dynalite } from '../../../local/dynamodb/dynalite.ts';
import { isDynaliteRefusal, openDynalite } from '../../../local/dynamodb/dynalite.ts';
import { slipwayTable } from '../../../local/dynamodb/slipway-table.ts';

const full = process.env['SLIPWAY_TEST_FULL'] !== undefined;

interface Call {
  readonly operation: 'updateItem' | 'getItem';
  readonly request: ItemRequest;
}

const item = (run: string, key: string) => ({ pk: { S: run }, sk: { S: key } });
const text = fc.constantFrom('succeeded', 'failed', 'skipped', 'token-1', 'token-2');
const attribute = fc.constantFrom('fate', 't_a', 't_b', 't_train.0.1', 'expiresAt');
const key = fc.constantFrom('RENDEZVOUS#0', 'RENDEZVOUS#1', 'RENDEZVOUS#1.0');

/** What the machines say (design: wait, signal, the fate's reading), with other writes, conditions and answers between them. */
function calls(run: string): fc.Arbitrary<readonly Call[]> {
  const named = (request: object): Call => ({
    operation: 'updateItem',
    request: { TableName: 'slipway', ...request } as ItemRequest,
  });
  const wait = fc.record({ key, waiter: attribute, token: text }).map(({ key, waiter, token }) =>
    named({
      Key: item(run, key),
      UpdateExpression: 'SET #t = :t, expiresAt = :e',
      ConditionExpression: 'attribute_not_exists(fate)',
      ExpressionAttributeNames: { '#t': waiter === 'expiresAt' || waiter === 'fate' ? 't_c' : waiter },
      ExpressionAttributeValues: { ':t': { S: token }, ':e': { N: '1795834883' } },
    }),
  );
  const signal = fc.record({ key, fate: text }).map(({ key, fate }) =>
    named({
      Key: item(run, key),
      UpdateExpression: 'SET fate = :f, expiresAt = :e',
      ExpressionAttributeValues: { ':f': { S: fate }, ':e': { N: '1795834999' } },
      ReturnValues: 'ALL_OLD',
    }),
  );
  const other = fc
    .record({
      key,
      set: attribute,
      value: text,
      condition: conditions(),
      remove: fc.option(fc.constantFrom('t_d', 't_e')),
      keep: fc.boolean(),
      answer: fc.constantFrom('NONE', 'ALL_OLD', 'ALL_NEW'),
    })
    .map(({ key, set, value, condition, remove, keep, answer }) =>
      named({
        Key: item(run, key),
        UpdateExpression: `set #s = ${keep ? 'if_not_exists(#s, :v)' : ':v'}${remove === null ? '' : ` REMOVE ${remove}`}`,
        ConditionExpression: condition,
        ExpressionAttributeNames: { '#s': set, '#c': 't_train.0.1' },
        ExpressionAttributeValues: { ':v': { S: value }, ':w': { S: 'failed' } },
        ReturnValues: answer,
      }),
    );
  const read = key.map((key): Call => ({
    operation: 'getItem',
    request: { TableName: 'slipway', Key: item(run, key), ConsistentRead: true },
  }));
  return fc.array(
    fc.oneof(
      { arbitrary: wait, weight: 3 },
      { arbitrary: signal, weight: 2 },
      { arbitrary: other, weight: 3 },
      { arbitrary: read, weight: 2 },
    ),
    { maxLength: 30 },
  );
}

/** Every placeholder is used, since DynamoDB refuses one that is not. */
function conditions(): fc.Arbitrary<string> {
  const { condition } = fc.letrec<{ condition: string; leaf: string }>((tie) => ({
    leaf: fc.constantFrom('attribute_not_exists(fate)', 'attribute_exists(t_a)', 'fate = :w', 't_b <> :w', 'attribute_exists(pk)'), // prettier-ignore
    condition: fc.oneof(
      { maxDepth: 1 },
      tie('leaf'),
      tie('condition').map((inner) => `NOT (${inner})`),
      fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a}) AND (${b})`),
      fc.tuple(tie('condition'), tie('leaf'), tie('condition')).map(([a, b, c]) => `(${a}) or ${b} and (${c})`),
    ),
  }));
  return condition.map((found) => `(${found}) OR #c = :w`);
}

function ofVirtual(table: VirtualTable, { operation, request }: Call): Json {
  try {
    return table[operation](request);
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown';
  }
}

async function ofDynalite(dynalite: Dynalite, { operation, request }: Call): Promise<unknown> {
  try {
    return await dynalite.call(`${operation.charAt(0).toUpperCase()}${operation.slice(1)}`, request);
  } catch (error) {
    if (!isDynaliteRefusal(error)) throw error;
    return error.body.__type.split('#')[1];
  }
}

describe('the virtual table', () => {
  let dynalite: Dynalite;
  beforeAll(async () => {
    dynalite = await openDynalite({ region: 'us-east-1', accountId: '000000000000' });
    await dynalite.call('CreateTable', slipwayTable('slipway'));
    const isActive = async () => {
      const answer = (await dynalite.call('DescribeTable', { TableName: 'slipway' })) as {
        readonly Table: { readonly TableStatus: string };
      };
      return answer.Table.TableStatus === 'ACTIVE';
    };
    while (!(await isActive())) await new Promise(setImmediate);
  });
  afterAll(() => dynalite.close());

  it('answers any sequence of calls as dynalite does', async () => {
    let number = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constant(undefined).chain(() => calls(`P#default#RUN#${(number += 1)}`)),
        async (sequence) => {
          const table = createVirtualTable();
          for (const call of sequence) {
            const expected = await ofDynalite(dynalite, call);
            expect(ofVirtual(table, call)).toEqual(expected);
            if (expected === 'ConditionalCheckFailedException') refused += 1;
          }
        },
      ),
      { seed: 1, numRuns: full ? 1000 : 60 },
    );
    expect(refused).toBeGreaterThan(20);
  });

  it('refuses by name what it does not know', () => {
    const request = (UpdateExpression: string): ItemRequest => ({
      TableName: 'slipway',
      Key: item('run', 'key'),
      UpdateExpression,
      ExpressionAttributeValues: { ':v': { S: 'value' } },
    });
    const table = createVirtualTable();
    const refused = (expression: string) => () => table.updateItem(request(expression));
    expect(refused('ADD tokens :v')).toThrow(
      new TaskError('States.Runtime', 'the estimate cannot read DynamoDB\'s expression "ADD tokens :v" at "ADD"'),
    );
    expect(refused('SET a.b = :v')).toThrow('at ".b = :v"');
    expect(refused('SET a = :w')).toThrow('at ":w"');
    expect(refused('SET a')).toThrow('at its end');
  });
});
