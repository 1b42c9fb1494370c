import fc from 'fast-check';
import { posix, win32 } from 'node:path';
import { describe, expect, it } from 'vitest';
import { normaliseArtifactPath } from '../../../platform/artifacts/artifact-path.ts';

const full = process.env['SLIPWAY_TEST_FULL'] !== undefined;

describe('normaliseArtifactPath', () => {
  it.each([
    ['model.npz', 'model.npz'],
    ['./results//best/./model.npz', 'results/best/model.npz'],
    ['a b/ü ß/%2e%2e/#?&+.txt', 'a b/ü ß/%2e%2e/#?&+.txt'],
    ['..hidden/...', '..hidden/...'],
  ])('keeps %j as %j', (path, normal) => {
    expect(normaliseArtifactPath(path)).toEqual({ kind: 'accepted', path: normal });
  });

  it.each([
    ['../secret', 'leaves its folder by ".."'],
    ['a/../../b', 'leaves its folder by ".."'],
    ['a/..', 'leaves its folder by ".."'],
    ['/etc/passwd', 'is absolute; give a path relative to the outputs folder'],
    ['./C:/Windows', 'is absolute; give a path relative to the outputs folder'],
    ['C:/Windows', 'is absolute; give a path relative to the outputs folder'],
    ['..\\secret', 'contains a backslash; separate folders by "/"'],
    ['a\0b', 'contains a NUL character'],
    ['a\nb', 'contains a control character'],
    ['\ud800', 'is not valid Unicode'],
    ['', 'names no file'],
    ['./', 'names no file'],
    ['long/'.repeat(141), 'is longer than 700 bytes'],
  ])('refuses %j', (path, reason) => {
    expect(normaliseArtifactPath(path)).toEqual({ kind: 'refused', reason });
  });

  it('never lets a path out of its folder, on any system, and is stable', () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '', '...', '..\\', 'C:', '~', '%2e%2e', '..%2f', '․․', '\u0000', '\r\n', ' '),
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
    const separator = fc.constantFrom('/', '//', '\\', '/./');
    const path = fc.tuple(fc.array(part, { maxLength: 6 }), separator).map(([parts, by]) => parts.join(by));
    fc.assert(
      fc.property(path, (hostile) => {
        const normal = normaliseArtifactPath(hostile);
        if (normal.kind === 'refused') return;
        for (const system of [posix, win32]) {
          const root = system.resolve('/srv/outputs');
          expect(system.resolve(root, normal.path).startsWith(root + system.sep)).toBe(true);
        }
        expect(normaliseArtifactPath(normal.path)).toEqual(normal);
      }),
      { seed: 7, numRuns: full ? 100_000 : 2000 },
    );
  });
});
