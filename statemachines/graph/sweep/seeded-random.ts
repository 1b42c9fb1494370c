/** Numbers in [0, 1), the same for the same seed and stream on every machine. */
export type RandomNumbers = () => number;

/**
 * mulberry32 (public domain): 32 bits of state, passes gjrand's small tests, and needs integer arithmetic alone, so that
 * a sweep's values never change between machines or versions of Node. `stream` keeps parameters of one seed apart.
 */
export function seededRandom(seed: number, stream: string): RandomNumbers {
  let state = (Math.trunc(seed) ^ fnv1a(stream)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
