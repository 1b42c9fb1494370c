import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueToken } from '../../../platform/access/issue-token.ts';
import { mayActAs, roles } from '../../../platform/access/roles.ts';
import type { TokenStore } from '../../../platform/access/token.ts';
import { verifyToken } from '../../../platform/access/verify-token.ts';
import { createTokenStore } from '../../../platform/aws/token-store.ts';
import { type LocalStores, startLocalStores } from '../aws/local-stores.ts';
import { problemOf } from '../problem-of.ts';

let stores: LocalStores;
let tokens: TokenStore;
const now = () => new Date('2026-01-01T00:00:00.000Z');

beforeAll(async () => {
  stores = await startLocalStores();
  tokens = createTokenStore(stores);
});
afterAll(() => stores[Symbol.asyncDispose]());

describe('issueToken', () => {
  it('gives 256 random bits, and keeps only their hash', async () => {
    const { token, record } = await issueToken({ tokens, now }, { project: 'default', role: 'viewer' });
    expect(token).toMatch(/^slw_[A-Za-z0-9_-]{43}$/u);
    const sha256 = createHash('sha256').update(token).digest('hex');
    expect(record).toEqual({
      sha256,
      tokenId: sha256.slice(0, 12),
      project: 'default',
      role: 'viewer',
      createdAt: '2026-01-01T00:00:00.000Z',
    });
    expect(await tokens.get(sha256)).toEqual(record);
    expect(JSON.stringify(await tokens.get(sha256))).not.toContain(token);
  });

  it('refuses a project whose name would leave its keys', async () => {
    for (const project of ['', 'A', 'a#b', 'a/b', '../a', '-a', 'a'.repeat(64)]) {
      expect((await problemOf(issueToken({ tokens, now }, { project, role: 'admin' }))).kind).toBe('invalid');
    }
  });
});

describe('verifyToken', () => {
  it('finds whom a token was given to, until it expires', async () => {
    const { token, record } = await issueToken({ tokens, now }, { project: 'p', role: 'admin', livesSeconds: 60 });
    expect(await verifyToken({ tokens, now }, token)).toEqual(record);
    const later = () => new Date('2026-01-01T00:01:00.000Z');
    expect(await verifyToken({ tokens, now: later }, token)).toBeUndefined();
  });

  it('knows no other text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect(await verifyToken({ tokens, now }, text)).toBeUndefined();
      }),
      { numRuns: 100, seed: 3 },
    );
  });
});

describe('mayActAs', () => {
  it('orders the roles', () => {
    expect(roles.map((role) => roles.map((needed) => mayActAs(role, needed)))).toEqual([
      [true, false, false],
      [true, true, false],
      [true, true, true],
    ]);
  });
});
