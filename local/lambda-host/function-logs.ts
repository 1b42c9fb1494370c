import { createWriteStream, fstatSync, openSync, renameSync, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
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
  const logs = new Map<string, { readonly stream: WriteStream; size: number }>();
  const ending = new Set<Promise<void>>();
  const pathOf = (name: string): string => join(folder, `${name}.log`);
  const open = (name: string) => {
    // Opened at once: a stream that opens later could find the file renamed.
    const fd = openSync(pathOf(name), 'a');
    const stream = createWriteStream('', { fd });
    // A full disk must not take the cloud down for a line of log.
    stream.on('error', () => logs.delete(name));
    const log = { stream, size: fstatSync(fd).size };
    logs.set(name, log);
    return log;
  };
  const end = (name: string, stream: WriteStream): void => {
    logs.delete(name);
    const ended = new Promise<void>((resolve) => {
      stream.once('close', resolve);
      stream.end();
    });
    ending.add(ended);
    void ended.then(() => ending.delete(ended));
  };
  return {
    append(name, chunk) {
      try {
        const log = logs.get(name) ?? open(name);
        log.stream.write(chunk);
        log.size += chunk.length;
        if (log.size <= MAX_LOG_BYTES) return;
        end(name, log.stream);
        renameSync(pathOf(name), `${pathOf(name)}.1`);
      } catch {
        // No line of log is worth more than what goes on.
      }
    },
    async close() {
      for (const [name, { stream }] of logs) end(name, stream);
      await Promise.all(ending);
    },
  };
}
