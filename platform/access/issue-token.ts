import { randomBytes } from 'node:crypto';
import { Problem } from '../problems/problem.ts';
import type { Role } from './roles.ts';
import { tokenHash } from './token-hash.ts';
import { TOKEN_PREFIX, type TokenRecord, type TokenStore } from './token.ts';

export interface IssueContext {
  readonly tokens: TokenStore;
  readonly now: () => Date;
}

export interface IssueRequest {
  readonly project: string;
  readonly role: Role;
  /** Absent: it does not expire. */
  readonly livesSeconds?: number;
}

export interface IssuedToken {
  /** Shown once; only its hash is kept. */
  readonly token: string;
  readonly record: TokenRecord;
}

/** A project's name is part of every key, so it must not hold what keys are made of. */
const projectName = /^[a-z0-9][a-z0-9-]{0,62}$/u;

export async function issueToken({ tokens, now }: IssueContext, request: IssueRequest): Promise<IssuedToken> {
  const { project, role, livesSeconds } = request;
  if (!projectName.test(project)) {
    throw new Problem(
      'invalid',
      `"${project}" is no name for a project: use lower-case letters, digits and "-", at most 63`,
    );
  }
  const token = `${TOKEN_PREFIX}${randomBytes(32).toString('base64url')}`;
  const sha256 = tokenHash(token);
  const at = now();
  const record: TokenRecord = {
    sha256,
    tokenId: sha256.slice(0, 12),
    project,
    role,
    createdAt: at.toISOString(),
    ...(livesSeconds === undefined ? {} : { expiresAt: new Date(at.getTime() + livesSeconds * 1000).toISOString() }),
  };
  await tokens.put(record);
  return { token, record };
}
