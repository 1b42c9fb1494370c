import type { CacheKeyStore, KeyedExecution } from '../reuse/cache-key-store.ts';
import type { DocumentClient } from './document-client.ts';

/** Cache keys in DynamoDB, by the keys of docs/table.md. */
export function createCacheKeyStore(documents: DocumentClient, tableName: string): CacheKeyStore {
  return {
    async record(project, cacheKey, { runId, node, trial }, at) {
      const Item = { ...itemKey(project, cacheKey), runId, node, trial: [...trial], recordedAt: at };
      await documents.put({ TableName: tableName, Item });
    },

    async find(project, cacheKey) {
      const { Item } = await documents.get({
        TableName: tableName,
        Key: itemKey(project, cacheKey),
        ConsistentRead: true,
      });
      if (Item === undefined) return undefined;
      const { runId, node, trial } = Item as KeyedExecution;
      return { runId, node, trial };
    },
  };
}

function itemKey(project: string, cacheKey: string): { readonly pk: string; readonly sk: string } {
  return { pk: `P#${project}#CACHE-KEY#${cacheKey}`, sk: 'CACHE-KEY' };
}
