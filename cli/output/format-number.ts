/** A metric as a table shows it: whole numbers whole, others with four places of precision or four decimals. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value) || !Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) return value.toExponential(2);
  return String(Number(value.toFixed(size >= 100 ? 1 : 4)));
}
