import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createExchange, readAnswer } from '../../../../platform/aws/wire/exchange.ts';

const silence = 100;

describe('createExchange', () => {
  it('gives up a service that says nothing', async () => {
    await using service = await serve(() => undefined);
    const answer = createExchange(service.address, silence)({ method: 'GET', path: '/', headers: {} });
    await expect(answer).rejects.toThrow('no answer for 0.1 s');
  });

  it('gives up a service that stops in the middle of its answer', async () => {
    await using service = await serve((_, response) => void response.writeHead(200).write('half'));
    const answer = await createExchange(service.address, silence)({ method: 'GET', path: '/', headers: {} });
    await expect(readAnswer(answer)).rejects.toThrow(/no answer|aborted/);
  });

  it('waits for whoever reads slowly', async () => {
    const content = Buffer.alloc(8 * 1024 * 1024, 'x');
    await using service = await serve((_, response) => void response.end(content));
    const answer = await createExchange(service.address, silence)({ method: 'GET', path: '/', headers: {} });
    await setTimeout(5 * silence);
    expect((await readAnswer(answer)).equals(content)).toBe(true);
  });
});

async function serve(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
