import type { EstimatedExecution } from '../../estimate/run/estimated-run.ts';

/** Full where as many run as ever do at once, lighter where fewer do or where a column is but partly filled. */
const SHADES = ['░', '▒', '▓', '█'] as const;

/** When a node's executions run, from 0 to `seconds`, in `width` characters. */
export function ganttBar(executions: readonly EstimatedExecution[], seconds: number, width: number): string {
  if (executions.length === 0 || seconds <= 0) return '';
  const column = seconds / width;
  const busy = new Float64Array(width);
  for (const { startSeconds, endSeconds } of executions) {
    const first = Math.min(width - 1, Math.floor(startSeconds / column));
    const last = Math.min(width - 1, Math.floor(endSeconds / column));
    for (let at = first; at <= last; at += 1) {
      const from = Math.max(startSeconds, at * column);
      const to = Math.min(endSeconds, (at + 1) * column);
      busy[at] = (busy[at] ?? 0) + Math.max(0, to - from) / column;
    }
    // What takes no time is shown where it is.
    if (endSeconds === startSeconds) busy[first] = Math.max(busy[first] ?? 0, Number.MIN_VALUE);
  }
  const most = Math.max(1, ...busy);
  // Sums of parts of columns are not exact: what is a hair above a quarter is that quarter.
  const shade = (share: number) =>
    SHADES[Math.ceil((share / most) * SHADES.length - 1e-6) - 1] ?? (share > 0 ? '░' : ' ');
  return Array.from(busy, shade).join('').trimEnd();
}
