/**
 * java.util.Random: the generator behind `$random(seed)` and `States.MathRandom(start, end, seed)` on AWS, so that a
 * seed gives the same numbers here. https://docs.oracle.com/javase/8/docs/api/java/util/Random.html
 */
export interface JavaRandom {
  /** A number in [0, 1). */
  nextDouble(): number;
  /** A whole number in [0, bound). */
  nextInt(bound: number): number;
}

const MULTIPLIER = 0x5deece66dn;
const MASK = (1n << 48n) - 1n;

export const javaRandom = (seed: number): JavaRandom => {
  let state = (BigInt(Math.trunc(seed)) ^ MULTIPLIER) & MASK;
  const next = (bits: number): number => {
    state = (state * MULTIPLIER + 0xbn) & MASK;
    return Number(BigInt.asIntN(32, state >> BigInt(48 - bits)));
  };
  return {
    nextDouble: () => (next(26) * 2 ** 27 + next(27)) / 2 ** 53,
    nextInt(bound) {
      if ((bound & -bound) === bound) return Number((BigInt(bound) * BigInt(next(31))) >> 31n);
      for (;;) {
        const bits = next(31);
        const value = bits % bound;
        if (bits - value + (bound - 1) < 2 ** 31) return value;
      }
    },
  };
};
