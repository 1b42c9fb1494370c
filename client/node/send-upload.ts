import type { UploadResource } from '../../api/schemas/artifact.ts';
import type { Try } from '../retry-policy.ts';
import { defaultRetryPolicy, withRetries } from '../retry-policy.ts';
import { whyUnreached } from '../call-route.ts';
import { SlipwayApiError, SlipwayStoreError } from '../slipway-api-error.ts';
import type { TransferOptions } from './transfer-progress.ts';

/** A store other than AWS's own may be full, which no repetition mends. */
const INSUFFICIENT_STORAGE = 507;
const noSpace = {
  type: 'about:blank',
  title: 'No space',
  status: INSUFFICIENT_STORAGE,
  code: 'no-space',
  detail: 'the store that the file should go to has no space left',
};

/** Bytes that can be read from the start again, so that a failed transfer can be repeated. */
export interface Sendable {
  readonly size: number;
  read(): AsyncIterable<Uint8Array>;
}

/** Sends the bytes with a presigned request, as a stream; repeated where the fault may pass. */
export async function sendUpload(
  upload: UploadResource,
  content: Sendable,
  options: TransferOptions = {},
): Promise<void> {
  const { signal, onProgress } = options;
  const host = new URL(upload.url).origin;
  await withRetries(defaultRetryPolicy, signal, async (): Promise<Try<undefined>> => {
    let response: Response;
    const source: Source = { content, onProgress };
    try {
      response = await fetch(upload.url, {
        method: upload.method,
        // S3 takes no chunked body: the length must be said beforehand.
        headers: { ...upload.headers, 'content-length': String(content.size) },
        body: ReadableStream.from(counted(source)),
        duplex: 'half',
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      signal?.throwIfAborted();
      // What cannot be read here, another try does not mend.
      if (source.failure !== undefined) throw source.failure.error;
      const message = `the upload to the store at ${host} broke off: ${whyUnreached(error)}`;
      return { kind: 'try-again', error: new SlipwayStoreError(host, message, { cause: error }) };
    }
    const text = await response.text();
    if (response.ok) return { kind: 'done', value: undefined };
    if (response.status === INSUFFICIENT_STORAGE) throw new SlipwayApiError(noSpace);
    const error = new SlipwayStoreError(
      host,
      `the store at ${host} refused the upload with status ${response.status}: ${firstLine(text)}`,
    );
    if (response.status < 500) throw error;
    return { kind: 'try-again', error };
  });
}

interface Source {
  readonly content: Sendable;
  readonly onProgress: TransferOptions['onProgress'];
  /** Why the bytes could not be read. */
  failure?: { readonly error: unknown };
}

async function* counted(source: Source): AsyncGenerator<Uint8Array> {
  const { content, onProgress } = source;
  let transferred = 0;
  try {
    for await (const chunk of content.read()) {
      yield chunk;
      transferred += chunk.byteLength;
      onProgress?.({ transferred, total: content.size });
    }
  } catch (error) {
    source.failure = { error };
    throw error;
  }
}

function firstLine(text: string): string {
  return /<Message>([^<]*)<\/Message>/u.exec(text)?.[1] ?? text.slice(0, 200).split('\n', 1)[0] ?? '';
}
