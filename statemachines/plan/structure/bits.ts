/** A set of positions as bits: what comes before what, for thousands of nodes. */
export type Bits = Uint32Array;

export function emptyBits(size: number): Bits {
  return new Uint32Array((size + 31) >>> 5);
}

export function hasBit(bits: Bits, position: number): boolean {
  return (((bits[position >>> 5] ?? 0) >>> (position & 31)) & 1) === 1;
}

export function setBit(bits: Bits, position: number): void {
  bits[position >>> 5] = (bits[position >>> 5] ?? 0) | (1 << (position & 31));
}

export function clearBit(bits: Bits, position: number): void {
  bits[position >>> 5] = (bits[position >>> 5] ?? 0) & ~(1 << (position & 31));
}

/** Looks at the words `first` to `last` only: what comes before a position has none behind it. */
export function addBits(to: Bits, from: Bits, first = 0, last = to.length - 1): void {
  for (let word = first; word <= last; word += 1) to[word] = (to[word] ?? 0) | (from[word] ?? 0);
}

/** Calls for each position in both sets, lowest first. */
export function forEachCommon(a: Bits, b: Bits, call: (position: number) => void): void {
  for (let word = 0; word < a.length; word += 1) {
    for (let left = (a[word] ?? 0) & (b[word] ?? 0); left !== 0; left &= left - 1) {
      call((word << 5) + (31 - Math.clz32(left & -left)));
    }
  }
}

/** Positions in both sets, looked for in the words `first` to `last` only. */
export function countCommon(a: Bits, b: Bits, first = 0, last = a.length - 1): number {
  let count = 0;
  for (let word = first; word <= last; word += 1) {
    let left = (a[word] ?? 0) & (b[word] ?? 0);
    if (left === 0) continue;
    left -= (left >>> 1) & 0x55555555;
    left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
    count += Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
