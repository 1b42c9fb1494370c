import type { SourceSpan } from '../../diagnostics/source-span.ts';

/** Makes spans of one file from UTF-16 offsets. */
export type SpanMaker = (start: number, end: number) => SourceSpan;

export function createSpanMaker(text: string, file: string): SpanMaker {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (start, end) => {
    const offset = Math.max(0, Math.min(start, text.length));
    const line = lineOf(starts, offset);
    return {
      file,
      offset,
      length: Math.max(0, Math.min(end, text.length) - offset),
      line: line + 1,
      column: offset - (starts[line] ?? 0) + 1,
    };
  };
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
