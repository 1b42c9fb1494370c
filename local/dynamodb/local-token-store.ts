import type { TokenRecord, TokenStore } from '../../platform/access/token.ts';
import type { Dynalite } from './dynalite.ts';

/**
 * Tokens where the platform keeps them (docs/table.md), written without AWS's client: loading it takes longer than all the
 * rest of the first start.
 */
export function localTokenStore(dynalite: Pick<Dynalite, 'call'>, tableName: string): TokenStore {
  return {
    async put(token) {
      const text = (value: string) => ({ S: value });
      await dynalite.call('PutItem', {
        TableName: tableName,
        Item: {
          ...keyOf(token.sha256),
          gsi1pk: text(`P#${token.project}#TOKENS`),
          gsi1sk: text(token.tokenId),
          record: text(JSON.stringify(token)),
        },
      });
    },
    async get(sha256) {
      const answer = (await dynalite.call('GetItem', {
        TableName: tableName,
        Key: keyOf(sha256),
        ConsistentRead: true,
      })) as {
        readonly Item?: { readonly record?: { readonly S?: string } };
      };
      const record = answer.Item?.record?.S;
      return record === undefined ? undefined : (JSON.parse(record) as TokenRecord);
    },
  };
}

function keyOf(sha256: string): Readonly<Record<'pk' | 'sk', { readonly S: string }>> {
  return { pk: { S: `TOKEN#${sha256}` }, sk: { S: 'TOKEN' } };
}
