import { Problem } from '../problems/problem.ts';
import { codeKey } from './pipeline-keys.ts';

/** Lambda takes zips of at most 250 MB, unpacked. */
const largestBundle = 250 * 1024 * 1024;
const uploadSeconds = 15 * 60;

/** Presigned uploads, whatever they look like to the caller. */
export interface CodeObjects<Upload> {
  /** Bytes; undefined: no such object. */
  sizeOf(key: string): Promise<number | undefined>;
  /** The store refuses bytes with another checksum. */
  presignUpload(
    key: string,
    options: { readonly sha256: string; readonly size: number; readonly mediaType: string; readonly seconds: number },
  ): Promise<Upload>;
}

/** How to upload a bundle of code; undefined: it is there. Its digest is the SHA-256 of the zip, so the store itself checks it. */
export async function claimCode<Upload>(
  objects: CodeObjects<Upload>,
  { project, digest, size }: { readonly project: string; readonly digest: string; readonly size: number },
): Promise<Upload | undefined> {
  if (size > largestBundle) {
    throw new Problem(
      'too-large',
      `the bundle has ${size} bytes, and Lambda takes at most ${largestBundle}; leave out what the handler does not need`,
    );
  }
  const key = codeKey(project, digest);
  if ((await objects.sizeOf(key)) !== undefined) return undefined;
  return objects.presignUpload(key, { sha256: digest, size, mediaType: 'application/zip', seconds: uploadSeconds });
}
