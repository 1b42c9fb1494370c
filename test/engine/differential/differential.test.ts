import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ours, theirs, type Outcome } from './contestants.ts';
import { generatedMachine } from './generate-machine.ts';
import { knownDifferences, type Difference } from './known-differences.ts';

/** Changes every object of a definition, the innermost first; `isInner` within the flows of a Parallel or Map. */
const rewritten = (value: unknown, change: Difference['without'], isInner = false): unknown => {
  if (Array.isArray(value)) return value.map((item) => rewritten(item, change, isInner));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, inner]) => [
    name,
    rewritten(inner, change, isInner || name === 'Branches' || name === 'ItemProcessor'),
  ]);
  return change(Object.fromEntries(fields) as Record<string, unknown>, isInner);
};

interface Compared {
  readonly ours: Outcome;
  readonly theirs: Outcome;
}

const compare = async (definition: object, input: unknown): Promise<Compared> => ({
  ours: await ours(definition, input),
  theirs: await theirs(definition, input),
});

const agree = ({ ours: one, theirs: other }: Compared): boolean => isDeepStrictEqual(one, other);

/** The known differences without which the two agree, one after another until they do; undefined where they never do. */
const explained = async (definition: object, input: unknown): Promise<readonly string[] | undefined> => {
  if (agree(await compare(definition, input))) return [];
  for (const { name, without } of knownDifferences) {
    if (agree(await compare(rewritten(definition, without) as object, input))) return [name];
  }
  let left: object = definition;
  const names: string[] = [];
  for (const { name, without } of knownDifferences) {
    left = rewritten(left, without) as object;
    names.push(name);
    if (agree(await compare(left, input))) return names;
  }
  return undefined;
};

describe('aws-local-stepfunctions 3.0.0 and the engine', () => {
  it.each(knownDifferences)(
    'differ: $name',
    async ({ shown: { state, input = {}, ours: own, theirs: other }, without }) => {
      const wayOn = state['Type'] === 'Choice' || 'Next' in state ? {} : { End: true };
      const definition = {
        StartAt: 's0',
        States: {
          s0: { ...state, ...wayOn },
          ...(JSON.stringify(state).includes('"Yes"') ? { Yes: { Type: 'Pass', Result: 'Yes', End: true } } : {}),
          ...(JSON.stringify(state).includes('"No"') ? { No: { Type: 'Pass', Result: 'No', End: true } } : {}),
        },
      };
      expect(await compare(definition, input)).toStrictEqual({ ours: own, theirs: other });
      expect(agree(await compare(rewritten(definition, without) as object, input))).toBe(true);
    },
  );

  it('end generated machines alike, but for the known differences', async () => {
    const numRuns = process.env['SLIPWAY_TEST_FULL'] === undefined ? 200 : 2_000;
    let ended = 0;
    await fc.assert(
      fc.asyncProperty(generatedMachine, async ({ definition, input }) => {
        const names = await explained(definition, input);
        if (names === undefined)
          expect(await compare(definition, input)).toStrictEqual('the same, or a known difference');
        ended++;
      }),
      { numRuns, seed: 20_260_101 },
    );
    expect(ended).toBe(numRuns);
  });
});
