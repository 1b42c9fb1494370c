import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Writes a folder at once: a reader, or a second writer of the same content, never sees half of it. */
export async function writeFolder(directory: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const half = `${directory}.${process.pid}.partial`;
  await rm(half, { recursive: true, force: true });
  for (const [name, content] of files) {
    const path = join(half, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  try {
    await rename(half, directory);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    // Another process was faster with the same content.
    if (!(await exists(directory))) throw error;
  }
}

export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const half = `${path}.${process.pid}.partial`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(half, content);
  await rename(half, path);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
