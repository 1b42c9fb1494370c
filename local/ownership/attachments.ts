import type { IncomingMessage, ServerResponse } from 'node:http';

import { sendJson } from '../http/send-json.ts';

/**
 * Other commands at work on this cloud. An attachment is an open request: it ends when its command ends, also when that
 * is killed, and nothing is left to clean up.
 */
export interface Attachments {
  /** Keeps the request open until its client goes; once the cloud ends, refuses it. */
  accept(request: IncomingMessage, response: ServerResponse): void;
  count(): number;
  /** Settles as soon as nobody is attached. */
  whenNone(): Promise<void>;
  /** Tells those who are attached that the cloud ends, and lets nobody attach any more. */
  close(): void;
}

export function attachments(): Attachments {
  const open = new Set<ServerResponse>();
  let waiting: (() => void)[] = [];
  let closed = false;
  return {
    accept(request, response) {
      if (closed) {
        sendJson(response, 503, { message: 'the cloud is ending' });
        return;
      }
      response.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-store' });
      // The first byte tells the client that it counts from now on.
      response.write('attached\n');
      open.add(response);
      request.resume();
      response.on('close', () => {
        open.delete(response);
        if (open.size > 0) return;
        for (const resolve of waiting) resolve();
        waiting = [];
      });
    },
    count: () => open.size,
    whenNone: () => (open.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    close() {
      closed = true;
      for (const response of open) response.end();
    },
  };
}
