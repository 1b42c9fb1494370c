import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenOnLoopback, type LoopbackServer } from '../../../local/http/listen-on-loopback.ts';

let plain: LoopbackServer;
let withPages: LoopbackServer;
let handled = 0;

beforeAll(async () => {
  const handler = (_: unknown, response: { end: (body: string) => unknown }) => {
    handled += 1;
    response.end('served');
  };
  plain = await listenOnLoopback(handler, { service: 'S3' });
  withPages = await listenOnLoopback(handler, { service: 'API', ownPages: true });
});

afterAll(() => Promise.all([plain.close(0), withPages.close(0)]));

/** `fetch` sets Host and Origin itself, so that it cannot play a page. */
function ask(port: number, headers: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, method: 'POST', path: '/', headers }, (response) => {
      text(response).then((body) => resolve(`${response.statusCode} ${body}`), reject);
    });
    asking.on('error', reject);
    asking.end('{}');
  });
}

describe('a server on loopback', () => {
  it('serves the programs of this machine, whatever they call it', async () => {
    const names = ['127.0.0.1', 'localhost', 'LOCALHOST', 'bucket.localhost', 'my.bucket.localhost', 'sync-localhost'];
    const answers = names.map((name) => ask(plain.port, { host: `${name}:${plain.port}` }));
    expect(await Promise.all(answers)).toEqual(answers.map(() => '200 served'));
  });

  it('refuses a name that was made to point to this machine', async () => {
    const { port } = plain;
    handled = 0;
    const refusal = (host: string) =>
      `403 ${JSON.stringify({
        __type: 'AccessDeniedException',
        message: `the request is for host "${host}", and only 127.0.0.1:${port}, localhost:${port} and names under it are served`,
      })}`;
    const hosts = [
      `evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1:${port + 1}`,
      `notlocalhost:${port}`,
      `evil.example@localhost:${port}`,
      `127.0.0.1.evil.example:${port}`,
      `localhost.evil.example:${port}`,
    ];
    expect(await Promise.all(hosts.map((host) => ask(port, { host })))).toEqual(hosts.map(refusal));
    expect(handled).toBe(0);
  });

  it('refuses what pages of other sites send', async () => {
    const host = `127.0.0.1:${plain.port}`;
    handled = 0;
    const origins = ['https://evil.example', 'null', 'http://localhost:3000', `http://${host}`];
    const answers = origins.map((origin) => ask(plain.port, { host, origin, 'content-type': 'text/plain' }));
    expect(await Promise.all(answers)).toEqual(
      origins.map(
        (origin) =>
          `403 ${JSON.stringify({
            __type: 'AccessDeniedException',
            message: `the request comes from a web page of "${origin}", and only the API answers one, its own`,
          })}`,
      ),
    );
    expect(handled).toBe(0);
  });

  it('serves its own pages where it has some, and no others', async () => {
    const statuses = await Promise.all(
      ['127.0.0.1', 'localhost'].flatMap((name) => {
        const host = `${name}:${withPages.port}`;
        return [`http://${host}`, `https://${host}`, 'https://evil.example', `http://127.0.0.1:${plain.port}`].map(
          async (origin) => (await ask(withPages.port, { host, origin })).slice(0, 3),
        );
      }),
    );
    expect(statuses).toEqual(['200', '403', '403', '403', '200', '403', '403', '403']);
  });
});
