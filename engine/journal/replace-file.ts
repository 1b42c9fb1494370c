import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes a folder's own entries outlive the machine. */
export const syncFolder = (folder: string): void => {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

/** Writes the whole buffer: writeSync may write less. */
export const writeWhole = (descriptor: number, data: Uint8Array): void => {
  for (let offset = 0; offset < data.length;) offset += writeSync(descriptor, data, offset);
};

/** Puts a file of this content in its place at once: whoever dies in between leaves what was there, or nothing. */
export const replaceFile = (path: string, pieces: Iterable<Uint8Array>): void => {
  const next = `${path}.next`;
  const descriptor = openSync(next, 'w', 0o600);
  try {
    for (const piece of pieces) writeWhole(descriptor, piece);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(next, path);
  syncFolder(dirname(path));
};
