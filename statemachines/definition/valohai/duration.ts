const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** `900`, `"15m"`, `"1h 30m 5s"`, `"2.5 hours"` in seconds; undefined where it cannot be read or is not above zero. */
export function parseDuration(duration: string | number): number | undefined {
  if (typeof duration === 'number') return Number.isFinite(duration) && duration >= 0 ? duration : undefined;
  const compact = duration.trim().toLowerCase();
  // Only the first letter of a unit counts, as in Valohai: "min" and "minutes" are m, "hours" is h.
  if (!/^(?:\d+(?:\.\d+)?\s*(?:[smhdw][a-z]*)\s*)+$/u.test(compact) && !/^\d+(?:\.\d+)?$/u.test(compact))
    return undefined;
  let seconds = 0;
  for (const [, amount, unit] of compact.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]?)[a-z]*/gu)) {
    seconds += Number(amount) * (SECONDS[unit === undefined || unit === '' ? 's' : unit] ?? 0);
  }
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}
