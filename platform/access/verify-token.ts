import { tokenHash } from './token-hash.ts';
import { TOKEN_PREFIX, type TokenRecord, type TokenStore } from './token.ts';

export interface VerifyContext {
  readonly tokens: TokenStore;
  readonly now: () => Date;
}

/** 32 bytes in base64url, without padding. */
const shape = new RegExp(`^${TOKEN_PREFIX}[A-Za-z0-9_-]{43}$`, 'u');

/** Undefined: nobody gave this token, or it has expired. What does not look like one is not looked up. */
export async function verifyToken({ tokens, now }: VerifyContext, token: string): Promise<TokenRecord | undefined> {
  if (!shape.test(token)) return undefined;
  const record = await tokens.get(tokenHash(token));
  if (record?.expiresAt !== undefined && Date.parse(record.expiresAt) <= now().getTime()) return undefined;
  return record;
}
