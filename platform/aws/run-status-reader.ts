import type { RunStatusReader } from '../runs/run-status-reader.ts';
import type { RunStatus } from '../runs/statuses.ts';
import type { DocumentClient } from './document-client.ts';
import { runItemKey } from './run-item.ts';

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
  };
}
