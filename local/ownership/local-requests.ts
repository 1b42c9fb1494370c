import { timingSafeEqual } from 'node:crypto';

import type { RequestHandler } from '../http/listen-on-loopback.ts';
import { sendJson } from '../http/send-json.ts';
import type { Attachments } from './attachments.ts';

/** What the gateway answers under `/_local/`, to who has the token of cloud.json: who owns the cloud, and attaching to it. */
export function localRequests(token: string, attachments: Attachments): RequestHandler {
  return (request, response) => {
    if (!isEqual(request.headers.authorization ?? '', `Bearer ${token}`)) {
      sendJson(response, 401, { message: 'send the token of cloud.json' });
    } else if (request.method === 'GET' && request.url === '/_local/cloud') {
      sendJson(response, 200, { pid: process.pid, attached: attachments.count() });
    } else if (request.method === 'POST' && request.url === '/_local/attachments') {
      attachments.accept(request, response);
    } else sendJson(response, 404, { message: 'there is GET /_local/cloud and POST /_local/attachments' });
  };
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
