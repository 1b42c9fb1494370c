import { issueToken } from '../platform/access/issue-token.ts';
import type { TokenStore } from '../platform/access/token.ts';
import { verifyToken } from '../platform/access/verify-token.ts';
import { readLastToken } from './ownership/cloud-file.ts';

/** The token that the cloud's owner and whoever attaches use: the last one where it still is good, else a new one. */
export async function cloudToken(dataDir: string, tokens: TokenStore, project: string): Promise<string> {
  const context = { tokens, now: () => new Date() };
  const last = await readLastToken(dataDir);
  if (last !== undefined && (await verifyToken(context, last))?.project === project) return last;
  return (await issueToken(context, { project, role: 'admin' })).token;
}
