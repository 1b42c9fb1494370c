import { createServer } from 'node:net';
import type { Check } from '../check.ts';

export const loopback: Check = {
  name: 'loopback',
  run: async () => {
    const server = createServer();
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen(0, '127.0.0.1', resolve);
      });
      return { status: 'ok', found: '127.0.0.1 can be listened on' };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return {
        status: 'missing',
        found: why,
        hint: 'the local cloud listens on 127.0.0.1; allow it, or name an API with --endpoint-url',
      };
    } finally {
      server.close();
    }
  },
};
