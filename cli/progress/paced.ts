/** True once an interval at most, and not before the first is over: what is quick is worth no line. */
export function paced(now: () => number, intervalMs: number): () => boolean {
  let last = now();
  return () => {
    if (now() - last < intervalMs) return false;
    last = now();
    return true;
  };
}
