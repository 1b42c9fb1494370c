/** Weights that fit the targets best, kept small by the penalty: the normal equations by Gauss's elimination. */
export function leastSquares(
  features: readonly (readonly number[])[],
  targets: readonly number[],
  penalty = 0,
): readonly number[] {
  const size = features[0]?.length ?? 0;
  const rows = Array.from({ length: size }, (_, i) => [
    ...Array.from(
      { length: size },
      (__, j) => sum(features, (f) => (f[i] ?? 0) * (f[j] ?? 0)) + (i === j ? penalty : 0),
    ),
    sum(features, (f, at) => (f[i] ?? 0) * (targets[at] ?? 0)),
  ]);
  for (let pivot = 0; pivot < size; pivot += 1) {
    const own = rows[pivot] ?? [];
    for (let other = 0; other < size; other += 1) {
      const row = rows[other] ?? [];
      const share = (row[pivot] ?? 0) / (own[pivot] ?? 1);
      if (other !== pivot) for (let at = pivot; at <= size; at += 1) row[at] = (row[at] ?? 0) - share * (own[at] ?? 0);
    }
  }
  return rows.map((row, at) => (row[size] ?? 0) / (row[at] ?? 1));
}

function sum<T>(values: readonly T[], of: (value: T, at: number) => number): number {
  return values.reduce((total, value, at) => total + of(value, at), 0);
}
