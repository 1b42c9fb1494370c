import type { SlipwayClient } from '../slipway-client.ts';
import { sendUpload } from './send-upload.ts';
import type { TransferOptions } from './transfer-progress.ts';

/** A step's code as a zip; `digest` is the SHA-256 that names it. */
export interface CodeBundle {
  readonly digest: string;
  readonly zip: Uint8Array;
}

/** Brings a bundle to the API unless it is there. True: it was sent. */
export async function uploadCode(
  client: SlipwayClient,
  bundle: CodeBundle,
  transfer: TransferOptions = {},
): Promise<boolean> {
  const answer = await client.createCode(
    { digest: bundle.digest, size: bundle.zip.byteLength },
    transfer.signal === undefined ? {} : { signal: transfer.signal },
  );
  if (answer.present) return false;
  const read = async function* (): AsyncGenerator<Uint8Array> {
    yield bundle.zip;
  };
  await sendUpload(answer.upload, { size: bundle.zip.byteLength, read }, transfer);
  return true;
}
