import type { ServerResponse } from 'node:http';

/** Sends what the function answered; false when it is no answer of a proxy function, which API Gateway turns into 502. */
export function sendProxyAnswer(response: ServerResponse, payload: string): boolean {
  const answer: unknown = JSON.parse(payload);
  if (typeof answer !== 'object' || answer === null || !('statusCode' in answer)) return false;
  const status = Number(answer.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return false;
  const text = 'body' in answer && typeof answer.body === 'string' ? answer.body : '';
  const base64 = 'isBase64Encoded' in answer && answer.isBase64Encoded === true;
  const body = Buffer.from(text, base64 ? 'base64' : 'utf8');
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  setHeaders(response, 'headers' in answer ? answer.headers : undefined);
  setHeaders(response, 'multiValueHeaders' in answer ? answer.multiValueHeaders : undefined);
  response.setHeader('content-length', body.length);
  response.end(body);
  return true;
}

function setHeaders(response: ServerResponse, headers: unknown): void {
  if (typeof headers !== 'object' || headers === null) return;
  for (const [name, value] of Object.entries(headers) as [string, unknown][]) {
    response.setHeader(name, Array.isArray(value) ? value.map(String) : String(value));
  }
}
