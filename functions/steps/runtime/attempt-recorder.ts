import { createLineSplitter, piecesOf } from './line-splitter.ts';
import { parseMetadataLine } from './metadata-line.ts';
import { createSegmentWriter, type SegmentObjects } from './segment-writer.ts';

/** Design: flushed at 64 KiB (and at 2 s by the caller), at most 10 MB an attempt, the tail kept. */
const segmentSize = 64 * 1024;
const mostSize = 10_000_000;
/** Latest values above this are not taken: they belong into an output. */
const mostLatest = 256 * 1024;
/** A longer line is logged as several of so many characters, so that one line never outgrows a segment. */
const longestLogLine = 32 * 1024;

export interface AttemptRecorder {
  printed(stream: 'stdout' | 'stderr', text: string, at: number): void;
  /** A line of the runtime's own, for the user to read. */
  say(message: string): void;
  /** Latest value of each metadata key. */
  latest(): Readonly<Record<string, unknown>>;
  /** Whether `latest` has changed since it was last asked. */
  takeChange(): boolean;
  flush(): Promise<void>;
  /** Closes the last lines. */
  end(): void;
}

/** Keeps what a step prints: every line as a log, and each JSON object on a line of stdout as metadata. */
export function createAttemptRecorder(objects: SegmentObjects, prefix: string, now: () => number): AttemptRecorder {
  const logs = createSegmentWriter(objects, {
    prefix: `${prefix}logs/`,
    segmentSize,
    mostSize,
    droppedLine: () =>
      logLine(now(), 'platform', `earlier lines are not kept: an attempt keeps its last ${mostSize / 1e6} MB of logs`),
  });
  const series = createSegmentWriter(objects, {
    prefix: `${prefix}metadata/`,
    segmentSize,
    mostSize,
    droppedLine: () => JSON.stringify({ time: new Date(now()).toISOString(), values: {} }),
  });
  const latest: Record<string, unknown> = {};
  let latestSize = 0;
  let warned = false;
  let refused = false;
  let changed = false;

  const splitters = {
    stdout: createLineSplitter(mostLatest, (line, at, whole) => {
      takeLog('stdout', line, at);
      const values = whole ? parseMetadataLine(line) : undefined;
      if (values !== undefined) takeMetadata(values, line.length, at);
      if (!whole && line.startsWith('{')) refuse();
    }),
    stderr: createLineSplitter(mostLatest, (line, at) => takeLog('stderr', line, at)),
  };

  function takeLog(stream: 'stdout' | 'stderr', line: string, at: number): void {
    for (const piece of piecesOf(line, longestLogLine)) logs.append(logLine(at, stream, piece));
  }

  function refuse(): void {
    if (!refused)
      say(`a line of more than ${mostLatest / 1024} KiB is not taken for metadata; write it to an output instead`);
    refused = true;
  }

  function takeMetadata(values: Readonly<Record<string, unknown>>, size: number, at: number): void {
    series.append(JSON.stringify({ time: new Date(at).toISOString(), values }));
    // Keys that come again replace their value; only new ones make it grow.
    const newKeys = Object.keys(values).some((key) => !Object.hasOwn(latest, key));
    if (newKeys && latestSize + size > mostLatest) {
      if (!warned) say(`metadata holds more than ${mostLatest / 1024} KiB; further keys are in the series only`);
      warned = true;
      return;
    }
    if (newKeys) latestSize += size;
    for (const [key, value] of Object.entries(values)) {
      Object.defineProperty(latest, key, { value, enumerable: true, configurable: true, writable: true });
    }
    changed = true;
  }

  function say(message: string): void {
    for (const line of message.split('\n')) logs.append(logLine(now(), 'platform', line));
  }

  return {
    printed: (stream, text, at) => splitters[stream].write(text, at),
    say,
    latest: () => latest,
    takeChange() {
      const was = changed;
      changed = false;
      return was;
    },
    async flush() {
      await Promise.all([logs.flush(), series.flush()]);
    },
    end() {
      splitters.stdout.end(now());
      splitters.stderr.end(now());
    },
  };
}

function logLine(at: number, stream: 'stdout' | 'stderr' | 'platform', message: string): string {
  return JSON.stringify({ time: new Date(at).toISOString(), stream, message });
}
