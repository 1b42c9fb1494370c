import type { ParameterValue, VariantParameter } from '../../definition/pipeline-definition.ts';
import { assertNever } from '../../diagnostics/invariant.ts';
import type { RandomNumbers } from './seeded-random.ts';
import { seededRandom } from './seeded-random.ts';

/** Draws of a `random` parameter in a grid where its rules give no `count`. */
const DEFAULT_DRAWS = 10;
/** No dimension is expanded further: the rule on the number of trials refuses the sweep by then. */
export const MOST_POINTS = 100_001;

/** The values that a parameter takes in a grid, duplicates included, in the order of its rules. */
export function variantValues(variant: VariantParameter): readonly ParameterValue[] {
  switch (variant.style) {
    case 'single':
      return [variant.value.value];
    case 'multiple':
      return variant.items.map((item) => item.value);
    case 'linear':
      return linear(variant);
    case 'logspace':
      return logspace(variant);
    case 'random': {
      const draw = drawFrom(variant);
      return Array.from({ length: Math.min(variant.count ?? DEFAULT_DRAWS, MOST_POINTS) }, () => draw());
    }
    default:
      return assertNever(variant);
  }
}

/** One value after the other, as random search takes them: any of a grid's values, or a draw from the distribution. */
export function drawFrom(variant: VariantParameter, seed = 0): () => ParameterValue {
  if (variant.style === 'random') {
    const random = seededRandom(variant.seed, variant.name.value);
    return () => rounded(sample(variant, random), variant.integerify || variant.distribution === 'integer');
  }
  const values = variantValues(variant);
  const random = seededRandom(seed, variant.name.value);
  return () => values[Math.floor(random() * values.length)] ?? null;
}

function linear({ start, end, step, integerify }: VariantParameter & { style: 'linear' }): readonly number[] {
  // A step that leads away from the end, or nowhere, leaves the start alone; the definition's rules report it.
  const steps = step === 0 || (end - start) / step < 0 ? 0 : Math.floor((end - start) / step + 1e-9);
  return Array.from({ length: Math.min(steps + 1, MOST_POINTS) }, (_, index) =>
    rounded(start + index * step, integerify),
  );
}

function logspace({
  start,
  end,
  count,
  base,
  integerify,
}: VariantParameter & { style: 'logspace' }): readonly number[] {
  const points = Math.min(Math.max(0, Math.trunc(count)), MOST_POINTS);
  return Array.from({ length: points }, (_, index) => {
    const exponent = points === 1 ? start : start + (index * (end - start)) / (points - 1);
    return rounded(base ** exponent, integerify);
  });
}

function sample({ min, max, distribution }: VariantParameter & { style: 'random' }, random: RandomNumbers): number {
  switch (distribution) {
    case 'uniform':
      return min + random() * (max - min);
    case 'integer':
      return Math.floor(min + random() * (max - min + 1));
    case 'loguniform':
      return Math.exp(Math.log(min) + random() * (Math.log(max) - Math.log(min)));
    case 'normal': {
      // Box-Muller; the range is read as three standard deviations to each side, and what falls outside is moved to its edge.
      const radius = Math.sqrt(-2 * Math.log(1 - random()));
      const standard = radius * Math.cos(2 * Math.PI * random());
      return Math.min(max, Math.max(min, (min + max) / 2 + (standard * (max - min)) / 6));
    }
    default:
      return assertNever(distribution);
  }
}

/** Twelve digits hide the noise of binary fractions: 0.1 + 2 * 0.1 is 0.3 here, as the author meant. */
function rounded(value: number, integerify: boolean): number {
  return integerify ? Math.round(value) : Number(value.toPrecision(12));
}
