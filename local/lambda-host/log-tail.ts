/** Lambda returns the last 4 KB of an invocation's log. */
const TAIL_BYTES = 4096;

/** The end of what one invocation printed. */
export interface LogTail {
  add(chunk: Buffer): void;
  text(): string;
  clear(): void;
}

export function logTail(): LogTail {
  let chunks: Buffer[] = [];
  let size = 0;
  return {
    add(chunk) {
      chunks.push(chunk);
      size += chunk.length;
      // Joined seldom, so that a talkative function costs one copy every 64 KB.
      if (size > 16 * TAIL_BYTES) {
        chunks = [Buffer.concat(chunks).subarray(-TAIL_BYTES)];
        size = TAIL_BYTES;
      }
    },
    text: () => Buffer.concat(chunks).subarray(-TAIL_BYTES).toString('utf8'),
    clear() {
      chunks = [];
      size = 0;
    },
  };
}
