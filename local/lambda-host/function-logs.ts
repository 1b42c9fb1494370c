import { createWriteStream, existsSync, statSync, type WriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** What every function printed, in `<folder>/<function>.log`. */
export interface FunctionLogs {
  readonly append: (functionName: string, chunk: Buffer) => void;
  close(): Promise<void>;
}

/** A log that has grown past this is set aside as `<function>.log.1`, in place of the one before it. */
const MAX_LOG_BYTES = 20 * 1024 * 1024;

export async function openFunctionLogs(folder: string): Promise<FunctionLogs> {
  await mkdir(folder, { recursive: true });
  const streams = new Map<string, WriteStream>();
  const sizes = new Map<string, number>();
  const open = (name: string): WriteStream => {
    const path = join(folder, `${name}.log`);
    sizes.set(name, existsSync(path) ? statSync(path).size : 0);
    const stream = createWriteStream(path, { flags: 'a' });
    // A full disk must not take the cloud down for a line of log.
    stream.on('error', () => streams.delete(name));
    streams.set(name, stream);
    return stream;
  };
  return {
    append(name, chunk) {
      const size = (sizes.get(name) ?? 0) + chunk.length;
      sizes.set(name, size);
      const stream = streams.get(name) ?? open(name);
      stream.write(chunk);
      if (size <= MAX_LOG_BYTES) return;
      streams.delete(name);
      stream.end();
      const path = join(folder, `${name}.log`);
      void rename(path, `${path}.1`).catch(() => undefined);
    },
    async close() {
      await Promise.all(
        [...streams.values()].map((stream) => new Promise<void>((resolve) => stream.end(() => resolve()))),
      );
    },
  };
}
