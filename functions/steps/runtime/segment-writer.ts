/** Where segments go: objects `<prefix><seq>.ndjson`. */
export interface SegmentObjects {
  putText(key: string, text: string, mediaType: string): Promise<void>;
  remove(key: string): Promise<void>;
}

export interface SegmentWriter {
  /** One line of JSON. */
  append(line: string): void;
  /** Writes what has gathered, as a segment of its own; never two at once. Nothing gathered: nothing written. */
  flush(): Promise<void>;
}

export interface SegmentOptions {
  readonly prefix: string;
  /** A segment is written once so many characters have gathered. */
  readonly segmentSize: number;
  /** What all segments may hold; the oldest are given up, so that the end is kept. */
  readonly mostSize: number;
  /** The line that stands where lines were given up. */
  readonly droppedLine: () => string;
  /** A failed write is told once at the end, by `flush`; until then lines gather. */
}

/** Lines in numbered segments, so that a reader follows them while they are written. */
export function createSegmentWriter(objects: SegmentObjects, options: SegmentOptions): SegmentWriter {
  let gathered: string[] = [];
  let gatheredSize = 0;
  let nextSegment = 1;
  let written: { readonly key: string; readonly size: number }[] = [];
  let writtenSize = 0;
  let dropped = false;
  let busy: Promise<void> | undefined;

  function append(line: string): void {
    gathered.push(line);
    gatheredSize += line.length + 1;
    if (gatheredSize > options.mostSize) dropHalf();
    if (gatheredSize >= options.segmentSize && busy === undefined) {
      // A failure stays with the lines; the next flush tries again and tells.
      flush().catch(() => undefined);
    }
  }

  /** Lines come faster than they can be written. */
  function dropHalf(): void {
    gathered = gathered.slice(Math.ceil(gathered.length / 2));
    gatheredSize = gathered.reduce((size, line) => size + line.length + 1, 0);
    dropped = true;
  }

  function flush(): Promise<void> {
    busy ??= writeGathered().finally(() => (busy = undefined));
    return busy;
  }

  async function writeGathered(): Promise<void> {
    while (gathered.length > 0) {
      const lines = gathered;
      const size = gatheredSize;
      gathered = [];
      gatheredSize = 0;
      try {
        await writeSegment(lines, size);
      } catch (error) {
        gathered = [...lines, ...gathered];
        gatheredSize += size;
        throw error;
      }
    }
  }

  async function writeSegment(lines: readonly string[], size: number): Promise<void> {
    await makeRoom(size);
    const key = `${options.prefix}${String(nextSegment).padStart(6, '0')}.ndjson`;
    const body = dropped ? [options.droppedLine(), ...lines] : lines;
    await objects.putText(key, `${body.join('\n')}\n`, 'application/x-ndjson');
    dropped = false;
    nextSegment += 1;
    written.push({ key, size });
    writtenSize += size;
  }

  async function makeRoom(size: number): Promise<void> {
    while (written[0] !== undefined && writtenSize + size > options.mostSize) {
      await objects.remove(written[0].key);
      writtenSize -= written[0].size;
      written = written.slice(1);
      dropped = true;
    }
  }

  return { append, flush };
}
