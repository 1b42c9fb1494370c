import type { ParameterValue } from '../../definition/pipeline-definition.ts';

/** Values that one trial assigns to parameters. */
export type SweepPoint = Readonly<Record<string, ParameterValue>>;

/** Each point once, at its first place: the same trial is never run twice. */
export function distinctPoints(points: readonly SweepPoint[]): readonly SweepPoint[] {
  const seen = new Map(points.map((point) => [keyOf(point), point] as const).toReversed());
  return points.filter((point) => seen.get(keyOf(point)) === point);
}

function keyOf(point: SweepPoint): string {
  return JSON.stringify(Object.entries(point).sort(([a], [b]) => (a < b ? -1 : 1)));
}
