import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

import { normaliseDefinition } from './normalise-definition.ts';
import type { PipelineDefinition } from './pipeline-definition.ts';

/**
 * The pipeline's version: SHA-256, in hex, of what the definition says and of the code that it names. `codeDigests` has
 * the digest of each handler's bundle, by the handler as written (`path#export`).
 */
export function definitionHash(
  definition: PipelineDefinition,
  codeDigests: Readonly<Record<string, string>> = {},
): string {
  const code = Object.entries(codeDigests).sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify({ code, definition: normaliseDefinition(definition) }))));
}
