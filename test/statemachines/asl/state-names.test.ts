import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStateNames } from '../../../statemachines/asl/state-names.ts';

describe('createStateNames', () => {
  it('keeps a legal name as it is', () => {
    expect(createStateNames().claim('train.model_v2 (final)')).toBe('train.model_v2-(final)');
    expect(createStateNames().claim('предобработка')).toBe('предобработка');
  });

  it('numbers a name that is taken', () => {
    const names = createStateNames();
    expect([names.claim('a b'), names.claim('a-b'), names.claim('a/b'), names.claim('a-b-2')]).toEqual([
      'a-b',
      'a-b-2',
      'a-b-3',
      'a-b-2-2',
    ]);
  });

  it('shortens a long name by a hash of all of it', () => {
    const names = createStateNames();
    expect(names.claim(`${'x'.repeat(90)}1`)).toBe(`${'x'.repeat(71)}-192cc27e`);
    expect(names.claim(`${'x'.repeat(90)}2`)).not.toContain('192cc27e');
  });

  it('gives names that are legal, short and never twice, whatever is asked for', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ maxLength: 120, unit: 'grapheme' }), fc.constantFrom('a', 'a ', 'a-2', '')), {
          maxLength: 30,
        }),
        (wishes) => {
          const names = createStateNames();
          const given = wishes.map((wish) => names.claim(wish));
          expect(new Set(given).size).toBe(given.length);
          for (const name of given) {
            expect(name.length).toBeGreaterThan(0);
            expect(name.length).toBeLessThanOrEqual(80);
            expect(name).not.toMatch(/[\s?*<>{}[\]"#%\\^|~`$&,;:/]/u);
          }
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });
});
