import type { Unit } from './map-regions.ts';
import type { PartialOrder } from './partial-order.ts';
import { precedes } from './partial-order.ts';

/** Why a node inside of a Map waits by itself for a producer outside. */
export function mapReason(producer: string, waiter: string, over: readonly string[]): string {
  const maps = over.map((axis) => `"${axis}"`).join(' and ');
  return `"${waiter}" runs in the Map over ${maps}, of which not everything waits for "${producer}"`;
}

/** Why no nesting of Parallels holds an edge: an N that it belongs to, where there is one. */
export function crossingReasons(order: PartialOrder, units: readonly Unit[]): (from: number, to: number) => string {
  const name = (position: number) => `"${units[position]?.members[0] ?? ''}"`;
  const side = (x: number, y: number) => x !== y && !precedes(order, x, y) && !precedes(order, y, x);
  const before = (position: number) => order.reduced[position] ?? [];
  const followers = order.reduced.map((): number[] => []);
  for (const [to, earlier] of order.reduced.entries()) for (const from of earlier) followers[from]?.push(to);
  const after = (position: number) => followers[position] ?? [];
  const crossed = (a: number, b: number, c: number, d: number): string | undefined =>
    side(a, b) && side(c, d) && side(a, d)
      ? `${name(c)} waits for ${name(a)} and ${name(b)}, while ${name(d)} waits for ${name(b)} alone`
      : undefined;
  return (from, to) => {
    for (const other of before(to)) {
      for (const follower of after(from)) {
        const words = crossed(other, from, to, follower);
        if (words !== undefined) return words;
      }
      for (const follower of after(other)) {
        const words = crossed(from, other, to, follower);
        if (words !== undefined) return words;
      }
    }
    for (const other of after(from)) {
      for (const earlier of before(other)) {
        const words = crossed(earlier, from, other, to);
        if (words !== undefined) return words;
      }
    }
    return `other edges around ${name(from)} and ${name(to)} are held instead, which are more`;
  };
}
