import type { IncomingMessage } from 'node:http';

/** The whole body; `too-large` once it passes `limitBytes`, `aborted` when the client went away. */
export type BodyResult =
  { readonly kind: 'body'; readonly bytes: Buffer } | { readonly kind: 'too-large' } | { readonly kind: 'aborted' };

export function readBody(request: IncomingMessage, limitBytes: number): Promise<BodyResult> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      // The rest is read and dropped, so that the client hears the answer instead of a reset.
      if (size <= limitBytes) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on('end', () => {
      const [only] = chunks;
      if (size > limitBytes) resolve({ kind: 'too-large' });
      else resolve({ kind: 'body', bytes: chunks.length === 1 && only ? only : Buffer.concat(chunks, size) });
    });
    // Without a listener a client that is killed in mid-request would bring the whole cloud down.
    request.on('error', () => {
      resolve({ kind: 'aborted' });
    });
  });
}
