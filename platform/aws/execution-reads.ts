import type { ExecutionSummary } from '../runs/execution-store.ts';
import { createReuseCount } from '../runs/reuse-count.ts';
import type { NodeStatus } from '../runs/statuses.ts';
import type { ExecutionItem } from './execution-item.ts';
import { executionItemKey, shardKeys } from './execution-keys.ts';
import type { ExecutionTable } from './execution-writes.ts';

export interface KeyedItem extends ExecutionItem {
  readonly sk: string;
}

/** Strongly consistent: a step reads what the step before it has just recorded. */
export async function getItem(
  table: ExecutionTable,
  project: string,
  runId: string,
  node: string,
  trial: readonly number[],
): Promise<ExecutionItem | undefined> {
  const { Item } = await table.documents.get({
    TableName: table.tableName,
    Key: executionItemKey(project, runId, node, trial),
    ConsistentRead: true,
  });
  return Item as ExecutionItem | undefined;
}

/** A node's items in trial order: the shards are each in that order, and merged. */
export async function* listItems(
  table: ExecutionTable,
  project: string,
  runId: string,
  node: string,
  axisSizes?: readonly number[],
): AsyncGenerator<KeyedItem> {
  const shards = shardKeys(project, runId, node, axisSizes).map((shard) => queryShard(table, shard));
  // All shards are asked at once, each for its first page.
  const heads = await Promise.all(shards.map(async (items) => ({ items, next: await items.next() })));
  for (;;) {
    let first: (typeof heads)[number] | undefined;
    let firstItem: KeyedItem | undefined;
    for (const head of heads) {
      if (head.next.done !== true && (firstItem === undefined || head.next.value.sk < firstItem.sk)) {
        first = head;
        firstItem = head.next.value;
      }
    }
    if (first === undefined || firstItem === undefined) return;
    yield firstItem;
    first.next = await first.items.next();
  }
}

export async function summariseItems(
  table: ExecutionTable,
  project: string,
  runId: string,
  node: string,
  axisSizes?: readonly number[],
): Promise<ExecutionSummary> {
  const counts: Partial<Record<NodeStatus, number>> = {};
  const reuse = createReuseCount();
  let failedAttempts = 0;
  let firstStartedAt: string | undefined;
  let lastFinishedAt: string | undefined;
  const count = async (shard: string): Promise<void> => {
    for await (const item of queryShard(table, shard, '#status, outcomeKind, startedAt, finishedAt, reusedFrom')) {
      counts[item.status] = (counts[item.status] ?? 0) + 1;
      reuse.add(item);
      if (item.status === 'running' && item.outcomeKind !== undefined) failedAttempts += 1;
      if (item.startedAt !== undefined && (firstStartedAt === undefined || item.startedAt < firstStartedAt)) {
        firstStartedAt = item.startedAt;
      }
      if (item.finishedAt !== undefined && (lastFinishedAt === undefined || item.finishedAt > lastFinishedAt)) {
        lastFinishedAt = item.finishedAt;
      }
    }
  };
  await Promise.all(shardKeys(project, runId, node, axisSizes).map(count));
  const reused = reuse.total();
  return {
    counts,
    failedAttempts,
    ...(reused === undefined ? {} : { reused }),
    ...(firstStartedAt === undefined ? {} : { firstStartedAt }),
    ...(lastFinishedAt === undefined ? {} : { lastFinishedAt }),
  };
}

async function* queryShard(table: ExecutionTable, shard: string, projection?: string): AsyncGenerator<KeyedItem> {
  let from: Record<string, unknown> | undefined;
  do {
    const page = await table.documents.query({
      TableName: table.tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': shard },
      ConsistentRead: true,
      ...(projection === undefined
        ? {}
        : { ProjectionExpression: projection, ExpressionAttributeNames: { '#status': 'status' } }),
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
    });
    for (const item of page.Items ?? []) yield item as KeyedItem;
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}
