import { createHash } from 'node:crypto';

/** A token has 256 random bits, so a plain hash cannot be reversed by guessing, and finding it by its hash leaks no timing. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
