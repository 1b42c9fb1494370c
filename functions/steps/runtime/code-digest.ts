import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** Digest of a step's code as it was bundled, without the runtime around it; read once an environment. */
export function createCodeDigest(stepUrl: URL): () => Promise<string> {
  let digest: Promise<string> | undefined;
  return () => (digest ??= readFile(stepUrl).then((code) => createHash('sha256').update(code).digest('hex')));
}
