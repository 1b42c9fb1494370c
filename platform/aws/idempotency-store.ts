import type { IdempotencyClaim, IdempotencyStore } from '../runs/run-store.ts';
import { isConditionFailure } from './conditional-update.ts';
import type { RunTable } from './run-store.ts';

/** Claims of idempotency keys. The TTL removes them some time after they expire, so that expiry is checked here too. */
export function createIdempotencyStore({ documents, tableName }: RunTable): IdempotencyStore {
  async function get(project: string, key: string, now: string): Promise<IdempotencyClaim | undefined> {
    const { Item } = await documents.get({ TableName: tableName, Key: claimKey(project, key), ConsistentRead: true });
    if (Item === undefined || Item['expiresAt'] <= seconds(now)) return undefined;
    const stored = Item['claim'] as string;
    return JSON.parse(stored) as IdempotencyClaim;
  }

  return {
    get,
    async claim(claim) {
      // An item that expires between the two calls is claimed anew.
      for (;;) {
        try {
          await documents.put({
            TableName: tableName,
            Item: {
              ...claimKey(claim.project, claim.key),
              claim: JSON.stringify(claim),
              expiresAt: seconds(claim.expiresAt),
            },
            ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
            ExpressionAttributeValues: { ':now': seconds(claim.claimedAt) },
          });
          return claim;
        } catch (error) {
          if (!isConditionFailure(error)) throw error;
        }
        const standing = await get(claim.project, claim.key, claim.claimedAt);
        if (standing !== undefined) return standing;
      }
    },
  };
}

function claimKey(project: string, key: string): { readonly pk: string; readonly sk: string } {
  return { pk: `P#${project}#IDEMPOTENCY#${key}`, sk: 'IDEMPOTENCY' };
}

/** DynamoDB's TTL counts seconds. */
function seconds(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}
