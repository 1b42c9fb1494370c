import { strToU8, zipSync } from 'fflate';

/** A deployment package whose `index.mjs` holds the code. */
export function functionZip(code: string): Uint8Array {
  return zipSync({ 'index.mjs': strToU8(code) }, { mtime: new Date('2026-01-01T00:00:00Z') });
}
