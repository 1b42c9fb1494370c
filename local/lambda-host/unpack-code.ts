import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { unzip, type Unzipped } from 'fflate';

import { LambdaError } from './lambda-error.ts';

export interface UnpackedCode {
  readonly folder: string;
  /** SHA-256 of the zip, base64. */
  readonly sha256: string;
  readonly size: number;
}

/** Lambda's limit of unzipped code: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_UNPACKED_BYTES = 250 * 1024 * 1024;

/** Unpacks a deployment package into a folder named by its content, whole or not at all. */
export async function unpackCode(zip: Uint8Array, codeFolder: string): Promise<UnpackedCode> {
  const hash = createHash('sha256').update(zip).digest();
  const folder = join(codeFolder, hash.toString('hex'));
  const unpacked = { folder, sha256: hash.toString('base64'), size: zip.byteLength };
  if (existsSync(folder)) return unpacked;
  const files = await unzipped(zip);
  const draft = `${folder}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  try {
    await writeFiles(files, draft);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Else somebody else has just unpacked the same bytes.
    if (!existsSync(folder)) throw error;
  }
  return unpacked;
}

async function writeFiles(files: Unzipped, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    if (name.endsWith('/')) continue;
    const path = join(folder, insidePath(name));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}

function unzipped(zip: Uint8Array): Promise<Unzipped> {
  let total = 0;
  return new Promise((resolve, reject) => {
    const refuse = () => {
      reject(
        new LambdaError(
          'InvalidParameterValueException',
          'Could not unzip uploaded file. Please check your file, then try to upload again.',
        ),
      );
    };
    try {
      unzip(
        zip,
        {
          filter: ({ originalSize }) => {
            total += originalSize;
            return total <= MAX_UNPACKED_BYTES;
          },
        },
        (error, files) => {
          if (error) refuse();
          else if (total > MAX_UNPACKED_BYTES) {
            reject(
              new LambdaError(
                'InvalidParameterValueException',
                `Unzipped size must be smaller than ${MAX_UNPACKED_BYTES} bytes`,
              ),
            );
          } else resolve(files);
        },
      );
    } catch {
      refuse();
    }
  });
}

function insidePath(name: string): string {
  const path = normalize(name);
  if (path.startsWith('..') || path.startsWith(sep) || /^[a-z]:/i.test(path) || name.includes('\0')) {
    throw new LambdaError('InvalidParameterValueException', `The file "${name}" lies outside the deployment package`);
  }
  return path;
}
