import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type CachedFile, cacheKey, type CacheKeyParts } from '../../../statemachines/plan/cache-key.ts';
import type { NodePlan } from '../../../statemachines/plan/execution-plan.ts';

type Keyed = Pick<NodePlan, 'work' | 'environmentVariables'> & CacheKeyParts;

const scalar = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
  fc.boolean(),
);
const value = fc.oneof(scalar, fc.constant(null), fc.array(scalar, { maxLength: 3 }));
const name = fc.string({ minLength: 1, maxLength: 6 });
const parameters = fc.dictionary(name, value, { maxKeys: 4, noNullPrototype: true });
const digest = fc.stringMatching(/^[0-9a-f]{64}$/u);
const file: fc.Arbitrary<CachedFile> = fc.record(
  {
    name,
    path: name,
    sha256: digest,
    metadata: fc.dictionary(name, value, { maxKeys: 2, noNullPrototype: true }),
    producer: fc.record({ node: name, trial: fc.array(fc.nat(9), { maxLength: 2 }), parameters }),
  },
  { requiredKeys: ['name', 'path', 'sha256', 'metadata'] },
);
const keyed: fc.Arbitrary<Keyed> = fc.record({
  work: fc.oneof(
    fc.record({ kind: fc.constant('handler' as const), handler: name }),
    fc.record({ kind: fc.constant('command' as const), image: name, command: fc.array(name, { minLength: 1 }) }),
  ),
  environmentVariables: fc.dictionary(name, fc.string({ maxLength: 6 }), { maxKeys: 3, noNullPrototype: true }),
  code: digest,
  parameters,
  inputs: fc.dictionary(name, fc.array(file, { maxLength: 3 }), { maxKeys: 3, noNullPrototype: true }),
});

function keyOf(of: Keyed): string | undefined {
  return cacheKey(of, of);
}

/** The same with the keys of every object in the opposite order. */
function reordered<T>(of: T): T {
  if (Array.isArray(of)) return of.map(reordered) as T;
  if (typeof of !== 'object' || of === null) return of;
  const entries = Object.entries(of).map(([key, inner]) => [key, reordered(inner)] as const);
  return Object.fromEntries(entries.toReversed()) as T;
}

/** What the key is to tell apart: a handler's path is none of it. */
function told({ work, ...rest }: Keyed): object {
  return { ...rest, work: work.kind === 'handler' ? work.kind : work };
}

describe('cacheKey', () => {
  it('is the same on every machine', () => {
    const parts: Keyed = {
      work: { kind: 'command', image: 'python:3.13', command: ['python train.py {parameters}'] },
      environmentVariables: { SEED: '7' },
      code: 'c0de',
      parameters: { epochs: 5, name: 'réseau', layers: [1, 2.5, true], nothing: null },
      inputs: { data: [{ name: 'a.csv', path: 'b/a.csv', sha256: 'abc', metadata: { rows: 3 } }] },
    };
    expect(keyOf(parts)).toBe('20e385ebc40665c44f76eb3b0b433960efcd41f10bc2fdab3e73b0669bce7cf5');
  });

  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(keyed, (one) => keyOf(reordered(one)) === keyOf(one)),
      { seed: 17 },
    );
  });

  it('differs wherever anything that decides the result differs', () => {
    fc.assert(
      fc.property(
        keyed,
        keyed,
        fc.constantFrom<keyof Keyed>('work', 'environmentVariables', 'code', 'parameters', 'inputs'),
        (one, other, field) => {
          const changed = { ...one, [field]: other[field] };
          expect(keyOf(changed) === keyOf(one)).toBe(isDeepStrictEqual(told(changed), told(one)));
        },
      ),
      { seed: 17 },
    );
  });

  it('differs by each thing that a step sees of a file, and by the order of files', () => {
    const producer = { node: 'train', trial: [0], parameters: { epochs: 1 } };
    const bare: CachedFile = { name: 'a', path: 'a', sha256: '1', metadata: {} };
    const first: CachedFile = { ...bare, producer };
    const second = { ...first, sha256: '2' };
    const variants: readonly (readonly CachedFile[])[] = [
      [],
      [first],
      [bare],
      [{ ...first, name: 'b' }],
      [{ ...first, path: 'x/a' }],
      [{ ...first, metadata: { rows: 1 } }],
      ...[{ node: 'other' }, { trial: [1] }, { parameters: { epochs: 2 } }].map((change) => [
        { ...first, producer: { ...producer, ...change } },
      ]),
      [second],
      [first, second],
      [second, first],
    ];
    const base: Keyed = {
      work: { kind: 'handler', handler: 'a.ts#default' },
      environmentVariables: {},
      code: '0',
      parameters: {},
      inputs: {},
    };
    const keys = variants.map((files) => keyOf({ ...base, inputs: { data: files } }));
    expect(new Set([...keys, keyOf({ ...base, inputs: { other: [first] } }), keyOf(base)]).size).toBe(
      variants.length + 2,
    );
  });

  it('tells values apart that only look alike', () => {
    const base = { work: { kind: 'handler', handler: 'h' }, environmentVariables: {}, code: '0', inputs: {} } as const;
    const values = [1, '1', true, 'true', null, 'null', [1], ['1'], [], ''] as const;
    expect(new Set(values.map((each) => keyOf({ ...base, parameters: { x: each } }))).size).toBe(values.length);
  });

  it('is the same wherever a handler lies, and none where a node runs no code', () => {
    const base = { environmentVariables: {}, code: '0', parameters: {}, inputs: {} };
    const at = (handler: string) => keyOf({ ...base, work: { kind: 'handler', handler } });
    expect(at('a.ts#default')).toBe(at('b.ts#train'));
    expect(keyOf({ ...base, work: { kind: 'none' } })).toBeUndefined();
  });
});
