import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWire, type WireClient } from './wire-client.ts';

let wire: WireClient;
let port: number;

beforeAll(async () => {
  wire = await openWire();
  port = Number(new URL(wire.endpoint).port);
});

afterAll(() => wire.close());

/** A request whose Host and Origin are given, which `fetch` does not allow. */
function list(headers: Readonly<Record<string, string>>): Promise<{ status: number | undefined; body: unknown }> {
  return new Promise((resolve, reject) => {
    const asking = request(
      {
        host: '127.0.0.1',
        port,
        method: 'POST',
        headers: { 'x-amz-target': 'AWSStepFunctions.ListStateMachines', ...headers },
      },
      (response) => {
        text(response).then((body) => resolve({ status: response.statusCode, body: JSON.parse(body) }), reject);
      },
    );
    asking.on('error', reject);
    asking.end('{}');
  });
}

const forbidden = (message: string) => ({ status: 403, body: { __type: 'AccessDeniedException', message } });

describe('a request that no program of this machine sends', () => {
  it.each(['127.0.0.1', 'localhost', 'states.localhost', 'sync-localhost', 'sync-127.0.0.1'])(
    'is none of host %s',
    async (name) => {
      expect(await list({ host: `${name}:${port}` })).toStrictEqual({ status: 200, body: { stateMachines: [] } });
    },
  );

  it.each(['https://evil.example', 'null', 'http://localhost:3000'])('is one of a page of %s', async (origin) => {
    expect(await list({ origin })).toStrictEqual(
      forbidden(`The request comes from a web page of "${origin}"; web pages are not answered`),
    );
  });

  it.each(['evil.example', '127.0.0.1.evil.example', 'evil.example@localhost'])('is one of host %s', async (name) => {
    const host = `${name}:${port}`;
    expect(await list({ host })).toStrictEqual(
      forbidden(`The request is for host "${host}"; send it to 127.0.0.1:${port} or localhost:${port}`),
    );
  });
});
