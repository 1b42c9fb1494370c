import type { RunStatusReader, SettledRun } from '../runs/run-status-reader.ts';
import type { RunStatus } from '../runs/statuses.ts';
import type { DocumentClient } from './document-client.ts';
import { runFromItem, type RunItem, runItemKey } from './run-item.ts';

export function createRunStatusReader(documents: DocumentClient, tableName: string): RunStatusReader {
  return {
    async status(project, runId): Promise<RunStatus | undefined> {
      const { Item } = await documents.get({
        TableName: tableName,
        Key: runItemKey({ project, runId }),
        ProjectionExpression: '#status',
        ExpressionAttributeNames: { '#status': 'status' },
      });
      return Item?.['status'] as RunStatus | undefined;
    },

    async settled(project, runId): Promise<SettledRun | undefined> {
      const { Item } = await documents.get({
        TableName: tableName,
        Key: runItemKey({ project, runId }),
        ConsistentRead: true,
      });
      if (Item === undefined) return undefined;
      const { outcome, nodes } = runFromItem(Item as RunItem);
      if (outcome === undefined) return undefined;
      const failedNodes = nodes.flatMap(({ node, fate, reason }) =>
        fate === 'failed' || fate === 'errored'
          ? [{ node, status: fate, ...(reason === undefined ? {} : { reason }) }]
          : [],
      );
      return { ...outcome, failedNodes };
    },
  };
}
