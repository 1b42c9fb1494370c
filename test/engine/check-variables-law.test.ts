import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { checkDefinition } from '../../engine/index.ts';

const LIMIT = 1_048_576;

/** A Choice state: where it leads, which variable it sets on the way, and which it reads. */
interface Fork {
  readonly ways: readonly { readonly to: number; readonly sets: number }[];
  readonly reads: number;
}

const MOST_STATES = 8;
const numbers = fc.nat({ max: MOST_STATES - 1 });
const forks: fc.Arbitrary<readonly Fork[]> = fc.array(
  fc.record({
    ways: fc.array(fc.record({ to: numbers, sets: numbers }), { minLength: 1, maxLength: 3 }),
    reads: numbers,
  }),
  { minLength: 1, maxLength: MOST_STATES },
);

const stateOf = ({ ways, reads }: Fork, states: number): object => ({
  Type: 'Choice',
  Choices: ways.map(({ to, sets }) => ({
    Condition: `{% $v${reads} = 1 %}`,
    Next: `s${to % states}`,
    Assign: { [`v${sets}`]: 1 },
  })),
  Default: 'end',
});

/** By the definition of it: walk every edge until nothing is learnt any more. */
const readUnset = (machine: readonly Fork[]): readonly string[] => {
  const known = new Map<number, ReadonlySet<number>>([[0, new Set()]]);
  for (let size = -1, next = 0; size !== next;) {
    size = next;
    for (const [from, set] of [...known]) {
      for (const { to, sets } of machine[from]?.ways ?? []) {
        const there = to % machine.length;
        known.set(there, new Set([...(known.get(there) ?? []), ...set, sets]));
      }
    }
    next = [...known.values()].reduce((sum, set) => sum + set.size + 1, 0);
  }
  return [...known]
    .filter(([state, set]) => !set.has(machine[state]?.reads ?? -1))
    .map(([state]) => `/States/s${state}`)
    .sort();
};

describe('variables', () => {
  test.prop([forks], { seed: 7, numRuns: 300 })(
    'have a value on some way to where they are read, or a problem names the state',
    (machine) => {
      const States: Record<string, object> = Object.fromEntries<object>([
        ...machine.map((fork, index) => [`s${index}`, stateOf(fork, machine.length)] as const),
        ['end', { Type: 'Succeed' }] as const,
      ]);
      const found = checkDefinition(JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 's0', States }), LIMIT)
        .filter(({ code }) => code === 'UNDEFINED_VARIABLE')
        .map(({ pointer }) => pointer.split('/').slice(0, 3).join('/'));
      expect([...new Set(found)].sort()).toStrictEqual(readUnset(machine));
    },
  );

  it('are checked in a definition of a thousand forks, each of which sets two of its own', () => {
    const States: Record<string, object> = { C1000: { Type: 'Succeed' } };
    for (let index = 0; index < 1_000; index++) {
      const Next = `C${index + 1}`;
      const Condition = index === 0 ? '{% true %}' : `{% $left${index - 1} = 1 %}`;
      States[`C${index}`] = { Type: 'Choice', Choices: [{ Condition, Next: `L${index}` }], Default: `R${index}` };
      States[`L${index}`] = { Type: 'Pass', Assign: { [`left${index}`]: 1 }, Next };
      States[`R${index}`] = { Type: 'Pass', Assign: { [`right${index}`]: 1 }, Next };
    }
    const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'C0', States });
    expect(checkDefinition(definition, LIMIT)).toStrictEqual([]);
  });
});
