import { GetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { RunStatusReader } from '../runs/run-status-reader.ts';
import type { RunStatus } from '../runs/statuses.ts';
import { runItemKey } from './run-item.ts';

export function createRunStatusReader(documents: DynamoDBDocumentClient, tableName: string): RunStatusReader {
  return {
    async status(project, runId): Promise<RunStatus | undefined> {
      const { Item } = await documents.send(
        new GetCommand({
          TableName: tableName,
          Key: runItemKey({ project, runId }),
          ProjectionExpression: '#status',
          ExpressionAttributeNames: { '#status': 'status' },
        }),
      );
      return Item?.['status'] as RunStatus | undefined;
    },
  };
}
