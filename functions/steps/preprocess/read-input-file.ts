import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { InputFile } from '../step-context.ts';
import { StepInputError } from '../step-input-error.ts';

// Above the 47 MB that the whole of MNIST unfolds into, and within a function's memory.
const MAXIMUM_UNFOLDED_BYTES = 512 * 1024 * 1024;

const unfold = promisify<Uint8Array, { maxOutputLength: number }, Uint8Array>(gunzip);

/**
 * The bytes of an input file, gunzipped when they begin as gzip does.
 * @throws StepInputError naming the file, when it is empty or its gzip stream is damaged.
 */
export async function readInputFile(file: InputFile): Promise<Uint8Array> {
  const bytes = await readFile(file.path);
  if (bytes.length === 0) throw new StepInputError(`"${file.name}" is empty; give the whole file`);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await unfold(bytes, { maxOutputLength: MAXIMUM_UNFOLDED_BYTES });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StepInputError(
      `"${file.name}" (${bytes.length} bytes) cannot be gunzipped (${reason}); it is damaged or cut short, fetch it again`,
    );
  }
}
