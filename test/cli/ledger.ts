import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that the tests' steps tell that they run; what it refuses, fails. */
export interface Ledger {
  readonly address: string;
  /** Since it was last asked, sorted. */
  take(): readonly string[];
  /** Names that are answered by an error, until told otherwise. */
  refuse(...names: readonly string[]): void;
  close(): void;
}

export async function openLedger(): Promise<Ledger> {
  let ran: string[] = [];
  let refused = new Set<string>();
  const server = createServer(({ url = '' }, response) => {
    const name = url.slice(1);
    ran.push(name);
    response.statusCode = refused.has(name) ? 503 : 200;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take() {
      const taken = ran.toSorted();
      ran = [];
      return taken;
    },
    refuse(...names) {
      refused = new Set(names);
    },
    close: () => server.close(),
  };
}
