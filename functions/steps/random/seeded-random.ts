/** A source of numbers in [0, 1) that a seed determines, on every machine. */
export type SeededRandom = () => number;

/** The mulberry32 generator: 32 bits of state, enough to shuffle and split; not for secrets. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The numbers from 0 to `count` - 1 in a random order (Fisher–Yates). */
export function shuffledIndices(count: number, random: SeededRandom): Uint32Array {
  const indices = Uint32Array.from({ length: count }, (_, index) => index);
  for (let end = count - 1; end > 0; end--) {
    const pick = Math.floor(random() * (end + 1));
    const moved = indices[pick] ?? 0;
    indices[pick] = indices[end] ?? 0;
    indices[end] = moved;
  }
  return indices;
}
