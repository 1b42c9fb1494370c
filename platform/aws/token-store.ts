import type { TokenRecord, TokenStore } from '../access/token.ts';
import type { DocumentClient } from './document-client.ts';

export interface TokenTable {
  readonly documents: DocumentClient;
  readonly tableName: string;
}

/** Tokens in DynamoDB, by their hash. The TTL removes expired ones. */
export function createTokenStore({ documents, tableName }: TokenTable): TokenStore {
  return {
    async put(token) {
      const { expiresAt } = token;
      await documents.put({
        TableName: tableName,
        Item: {
          ...keyOf(token.sha256),
          gsi1pk: `P#${token.project}#TOKENS`,
          gsi1sk: token.tokenId,
          record: JSON.stringify(token),
          ...(expiresAt === undefined ? {} : { expiresAt: Math.floor(Date.parse(expiresAt) / 1000) }),
        },
      });
    },
    async get(sha256) {
      // Consistent: a token works as soon as it is shown.
      const { Item } = await documents.get({ TableName: tableName, Key: keyOf(sha256), ConsistentRead: true });
      const item = Item as { readonly record: string } | undefined;
      return item === undefined ? undefined : (JSON.parse(item.record) as TokenRecord);
    },
  };
}

function keyOf(sha256: string): { readonly pk: string; readonly sk: string } {
  return { pk: `TOKEN#${sha256}`, sk: 'TOKEN' };
}
