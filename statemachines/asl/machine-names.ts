import { sha256Hex } from './structure-hash.ts';

const LONGEST = 40;
/** What machines, objects, files and constructs may all be called, on file systems that fold case too. */
const plain = /^[a-z0-9]+(?:-[a-z0-9]+)*$/u;

/**
 * The machine of a nested pipeline's node: a name of a namespace of its own, which neither the main machine nor a part that was
 * split off (`part-1`) is in. A name that is changed gets a hash of what it was, so that no two nodes share a machine.
 */
export function nestedMachineName(node: string): string {
  if (plain.test(node) && node.length <= LONGEST) return `${node}-nested`;
  const readable = node
    .replaceAll(/[^A-Za-z0-9]+/gu, '-')
    .slice(0, LONGEST)
    .replaceAll(/^-|-$/gu, '');
  return [...(readable === '' ? [] : [readable]), sha256Hex(node).slice(0, 8), 'nested'].join('-');
}
