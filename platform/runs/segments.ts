/** What steps flush while they run: numbered objects of one JSON value a line, below an attempt's prefix. */
export interface SegmentObjects {
  /** Keys that begin with the prefix. */
  keys(prefix: string): AsyncIterable<string>;
  /** Undefined: no such object. */
  getText(key: string): Promise<string | undefined>;
}

export interface Segment {
  readonly number: number;
  readonly key: string;
}

/** `<prefix><number>.ndjson`, in the order of their numbers. */
export async function listSegments(objects: SegmentObjects, prefix: string): Promise<readonly Segment[]> {
  const segments: Segment[] = [];
  for await (const key of objects.keys(prefix)) {
    const number = /^(\d+)\.ndjson$/u.exec(key.slice(prefix.length))?.[1];
    if (number !== undefined) segments.push({ number: Number(number), key });
  }
  return segments.sort((a, b) => a.number - b.number);
}

/** The values on a segment's lines; a line that was cut off says nothing. */
export function parseLines(text: string): readonly unknown[] {
  return text.split('\n').flatMap((line) => {
    if (line === '') return [];
    try {
      return [JSON.parse(line) as unknown];
    } catch {
      return [];
    }
  });
}
