import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Lower-case hex of a text's SHA-256. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** Names what the machines look like whatever functions they call: the ASL still holds placeholders. */
export function structureHash(definitions: readonly string[]): string {
  return sha256Hex(definitions.join('\n'));
}
