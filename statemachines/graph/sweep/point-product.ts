import type { SweepPoint } from './distinct-points.ts';
import { MOST_POINTS } from './variant-values.ts';

/** In the order written, the first dimension slowest; cut where the sweep is refused for its size anyway. */
export function pointProduct(dimensions: readonly (readonly SweepPoint[])[]): readonly SweepPoint[] {
  let points: readonly SweepPoint[] = [{}];
  for (const dimension of dimensions) {
    const next: SweepPoint[] = [];
    for (const left of points) {
      if (next.length >= MOST_POINTS) break;
      for (const right of dimension) next.push({ ...left, ...right });
    }
    points = next.slice(0, MOST_POINTS);
  }
  return points;
}
