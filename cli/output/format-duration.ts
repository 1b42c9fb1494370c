/** `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`: as exact as a reader cares. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Between two times as the API gives them; undefined while one is missing. */
export function durationBetween(
  startedAt: string | undefined,
  finishedAt: string | number | undefined,
): number | undefined {
  if (startedAt === undefined || finishedAt === undefined) return undefined;
  return Math.max(0, new Date(finishedAt).getTime() - new Date(startedAt).getTime());
}
