import type { Approval, ApprovalAnswer, ApprovalStore } from '../runs/approval.ts';
import type { RunKey } from '../runs/run-store.ts';
import { conditionalUpdate } from './conditional-update.ts';
import type { RunTable } from './run-store.ts';

interface ApprovalItem {
  readonly token: string;
  readonly record: string;
  readonly answer?: ApprovalAnswer;
}

/** Approvals in DynamoDB, by the keys of docs/table.md, in their run's own partition. */
export function createApprovalStore({ documents, tableName }: RunTable): ApprovalStore {
  return {
    async put(approval) {
      const { token, answer, ...rest } = approval;
      await documents.put({
        TableName: tableName,
        Item: {
          ...keyOf(approval, approval.executionId),
          token,
          record: JSON.stringify(rest),
          ...(answer === undefined ? {} : { answer }),
        },
      });
    },

    async get(key) {
      const Key = keyOf(key, key.executionId);
      const { Item } = await documents.get({ TableName: tableName, Key, ConsistentRead: true });
      return Item === undefined ? undefined : approvalFrom(Item as unknown as ApprovalItem);
    },

    answer: (approval, answer) =>
      conditionalUpdate(documents, {
        TableName: tableName,
        Key: keyOf(approval, approval.executionId),
        UpdateExpression: 'SET answer = :answer',
        ConditionExpression: '#token = :token AND attribute_not_exists(answer)',
        ExpressionAttributeNames: { '#token': 'token' },
        ExpressionAttributeValues: { ':answer': answer, ':token': approval.token },
      }),

    remove: (approval) => documents.delete({ TableName: tableName, Key: keyOf(approval, approval.executionId) }),

    async list(key) {
      const found: Approval[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const page = await documents.query({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': partitionOf(key), ':prefix': PREFIX },
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        });
        for (const item of page.Items ?? []) found.push(approvalFrom(item as unknown as ApprovalItem));
        from = page.LastEvaluatedKey;
      } while (from !== undefined);
      return found;
    },
  };
}

const PREFIX = 'APPROVAL#';

function keyOf(key: RunKey, executionId: string): { readonly pk: string; readonly sk: string } {
  return { pk: partitionOf(key), sk: `${PREFIX}${executionId}` };
}

function partitionOf({ project, runId }: RunKey): string {
  return `P#${project}#RUN#${runId}`;
}

function approvalFrom({ token, record, answer }: ApprovalItem): Approval {
  const rest = JSON.parse(record) as Omit<Approval, 'token' | 'answer'>;
  return { ...rest, token, ...(answer === undefined ? {} : { answer }) };
}
