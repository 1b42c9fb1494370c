import type { Role } from './roles.ts';

/** What is kept of a token: never the token itself, only its SHA-256. Times are ISO 8601 in UTC. */
export interface TokenRecord {
  /** Lower-case hex. */
  readonly sha256: string;
  /** Names the token where the token itself must not appear, such as in logs. */
  readonly tokenId: string;
  readonly project: string;
  readonly role: Role;
  readonly createdAt: string;
  /** Absent: it does not expire. */
  readonly expiresAt?: string;
}

export interface TokenStore {
  put(token: TokenRecord): Promise<void>;
  get(sha256: string): Promise<TokenRecord | undefined>;
}

/** Marks a leaked token as one of Slipway's, for people and for secret scanners. */
export const TOKEN_PREFIX = 'slw_';
