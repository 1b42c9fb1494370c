import type { ServerResponse } from 'node:http';

/** What the gateway itself answers, in the form that the API's own faults have (RFC 9457). */
export function sendProblem(
  response: ServerResponse,
  status: keyof typeof TITLES,
  code: string,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = Buffer.from(JSON.stringify({ type: 'about:blank', title: TITLES[status], status, detail, code }));
  response.writeHead(status, {
    'content-type': 'application/problem+json',
    'content-length': body.length,
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(body);
}

const TITLES = {
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  413: 'Too large',
  500: 'Unexpected fault',
  502: 'Unexpected fault',
  504: 'Timed out',
} as const;
