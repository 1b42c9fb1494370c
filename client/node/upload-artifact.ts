import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ArtifactResource } from '../../api/schemas/artifact.ts';
import type { SlipwayClient } from '../slipway-client.ts';
import { fileDigest } from './file-digest.ts';
import { sendUpload } from './send-upload.ts';
import type { TransferOptions } from './transfer-progress.ts';

export interface UploadArtifactOptions extends TransferOptions {
  /** The file's own name unless told. */
  readonly name?: string;
  readonly mediaType?: string;
}

/** Makes a file an artifact; bytes that the API has already are not sent again. */
export async function uploadArtifact(
  client: SlipwayClient,
  path: string,
  { name = basename(path), mediaType, ...transfer }: UploadArtifactOptions = {},
): Promise<ArtifactResource> {
  const { size } = await stat(path);
  const sha256 = await fileDigest(path, transfer.signal);
  const { artifact, upload } = await client.createArtifact(
    { name, size, sha256, ...(mediaType === undefined ? {} : { mediaType }) },
    transfer.signal === undefined ? {} : { signal: transfer.signal },
  );
  if (upload !== undefined) await sendUpload(upload, { size, read: () => createReadStream(path) }, transfer);
  return artifact;
}
