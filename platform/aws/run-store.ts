import { decodeCursor, encodeCursor } from '../paging/cursor.ts';
import type { Page, PageRequest } from '../paging/page.ts';
import type { OpenRun, RunFilter, RunKey, RunStore } from '../runs/run-store.ts';
import type { Run } from '../runs/run.ts';
import { runPredecessors } from '../runs/transitions.ts';
import type { DocumentClient } from './document-client.ts';
import { conditionalUpdate, inList, isConditionFailure } from './conditional-update.ts';
import { itemFromRun, packNodes, runFromItem, type RunItem, runItemKey, runsIndexKey } from './run-item.ts';

export interface RunTable {
  readonly documents: DocumentClient;
  readonly tableName: string;
}

const openRuns = 'OPEN-RUNS';

/** A filter may pass few items: pages of this many are read until the answer is full. */
const readSize = 200;

/** Runs in DynamoDB, by the keys of docs/table.md. */
export function createRunStore(table: RunTable): RunStore {
  const { documents, tableName } = table;

  return {
    async create(run) {
      // The entry of open runs comes first: one without a run is cleared away, a run without it might never be finished.
      await documents.put({ TableName: tableName, Item: openItem(run, run.createdAt) });
      try {
        await documents.put({
          TableName: tableName,
          Item: itemFromRun(run),
          ConditionExpression: 'attribute_not_exists(pk)',
        });
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },

    async get(key) {
      const { Item } = await documents.get({ TableName: tableName, Key: runItemKey(key), ConsistentRead: true });
      return Item === undefined ? undefined : runFromItem(Item as RunItem);
    },

    list: (project, filter, page) => listRuns(table, project, filter, page),

    async setStatus(key, generation, status) {
      const from = inList('from', runPredecessors(status));
      return conditionalUpdate(documents, {
        TableName: tableName,
        Key: runItemKey(key),
        UpdateExpression: 'SET #status = :status',
        ConditionExpression: `generation = :generation AND #status IN (${from.names})`,
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':status': status, ':generation': generation, ...from.values },
      });
    },

    async halt(key, generation, halt) {
      return conditionalUpdate(documents, {
        TableName: tableName,
        Key: runItemKey(key),
        UpdateExpression: 'SET halt = if_not_exists(halt, :halt)',
        ConditionExpression: openInGeneration,
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':halt': halt, ...openValues(generation) },
      });
    },

    async settle(key, generation, nodes, outcome) {
      return conditionalUpdate(documents, {
        TableName: tableName,
        Key: runItemKey(key),
        UpdateExpression: 'SET nodes = :nodes, outcome = :outcome',
        ConditionExpression: `${openInGeneration} AND attribute_not_exists(outcome)`,
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':nodes': packNodes(nodes), ':outcome': outcome, ...openValues(generation) },
      });
    },

    async finish(key, generation, { status, nodes, finishedAt, reason }) {
      const from = inList('from', runPredecessors(status));
      return conditionalUpdate(documents, {
        TableName: tableName,
        Key: runItemKey(key),
        UpdateExpression:
          'SET #status = :status, nodes = :nodes, finishedAt = :finishedAt' +
          (reason === undefined ? ' REMOVE reason' : ', reason = :reason'),
        ConditionExpression: `generation = :generation AND #status IN (${from.names})`,
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':status': status,
          ':nodes': packNodes(nodes),
          ':finishedAt': finishedAt,
          ...(reason === undefined ? {} : { ':reason': reason }),
          ':generation': generation,
          ...from.values,
        },
      });
    },

    async retry(key, generation, { nodes, structureHash, stateMachineExecutionArn, redrive, at }) {
      // First, as with a new run: an entry too many is cleared away.
      await documents.put({ TableName: tableName, Item: openItem(key, at) });
      const from = inList('from', runPredecessors('pending'));
      return conditionalUpdate(documents, {
        TableName: tableName,
        Key: runItemKey(key),
        UpdateExpression:
          'SET #status = :pending, generation = :next, nodes = :nodes, structureHash = :structureHash, ' +
          `stateMachineExecutionArn = :arn${redrive === undefined ? '' : ', redrive = :redrive'} ` +
          `REMOVE finishedAt, reason, halt, outcome${redrive === undefined ? ', redrive' : ''}`,
        ConditionExpression: `generation = :generation AND #status IN (${from.names})`,
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':pending': 'pending',
          ':generation': generation,
          ':next': generation + 1,
          ':nodes': packNodes(nodes),
          ':structureHash': structureHash,
          ':arn': stateMachineExecutionArn,
          ...(redrive === undefined ? {} : { ':redrive': redrive }),
          ...from.values,
        },
      });
    },

    listOpen: (openedBefore) => listOpen(table, openedBefore),

    async close(key) {
      await documents.delete({ TableName: tableName, Key: openKey(key) });
    },
  };
}

const openInGeneration = 'generation = :generation AND #status IN (:pending, :running, :stopping)';

function openValues(generation: number): Readonly<Record<string, unknown>> {
  return { ':generation': generation, ':pending': 'pending', ':running': 'running', ':stopping': 'stopping' };
}

function openItem({ project, runId }: RunKey, openedAt: string): OpenRun & { readonly pk: string } {
  return { ...openKey({ project, runId }), project, runId, openedAt };
}

/** A run's id sorts by its start, so that the oldest open run comes first. */
function openKey({ project, runId }: RunKey): { readonly pk: string; readonly sk: string } {
  return { pk: openRuns, sk: `${runId}#${project}` };
}

async function listRuns(
  { documents, tableName }: RunTable,
  project: string,
  filter: RunFilter,
  page: PageRequest,
): Promise<Page<Run>> {
  const items: Run[] = [];
  let last = page.cursor === undefined ? undefined : decodeCursor(page.cursor, ['string'])[0];
  for (;;) {
    const answer = await documents.query({
      TableName: tableName,
      IndexName: 'index1',
      KeyConditionExpression: last === undefined ? 'gsi1pk = :pk' : 'gsi1pk = :pk AND gsi1sk < :last',
      ExpressionAttributeValues: { ':pk': runsIndexKey(project), ...(last === undefined ? {} : { ':last': last }) },
      ScanIndexForward: false,
      Limit: filter.pipeline === undefined && filter.status === undefined ? page.limit - items.length : readSize,
    });
    for (const item of answer.Items ?? []) {
      const run = runFromItem(item as RunItem);
      last = run.runId;
      if (filter.pipeline !== undefined && run.pipeline !== filter.pipeline) continue;
      if (filter.status !== undefined && run.status !== filter.status) continue;
      items.push(run);
      if (items.length === page.limit) return { items, nextCursor: encodeCursor([last]) };
    }
    if (answer.LastEvaluatedKey === undefined || last === undefined) return { items };
  }
}

async function* listOpen({ documents, tableName }: RunTable, openedBefore: string): AsyncGenerator<OpenRun> {
  let from: Record<string, unknown> | undefined;
  do {
    const page = await documents.query({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: 'openedAt < :before',
      ExpressionAttributeValues: { ':pk': openRuns, ':before': openedBefore },
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
    });
    for (const item of page.Items ?? []) yield item as OpenRun & { readonly pk: string };
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}
