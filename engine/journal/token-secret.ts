import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EngineFolderError } from './engine-folder-error.ts';
import { replaceFile } from './replace-file.ts';

const BYTES = 32;

/** The secret of a data folder's task tokens: tokens given out before a restart stay good after it. Throws `EngineFolderError`. */
export const tokenSecret = (folder: string): Buffer => {
  const path = join(folder, 'token-secret');
  if (!existsSync(path)) replaceFile(path, [randomBytes(BYTES)]);
  const secret = readFileSync(path);
  if (secret.length === BYTES) return secret;
  throw new EngineFolderError(
    `the token secret "${path}" is damaged: it has ${secret.length} bytes instead of ${BYTES}; restore the folder from a copy, or remove the file: tokens given out before are refused then`,
  );
};
