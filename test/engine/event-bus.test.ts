import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { StepFunctionsEngine } from '../../engine/index.ts';
import { ROLE, single } from './run-definition.ts';

const servers: Server[] = [];
const sockets = new Set<Socket>();

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

const listen = async (server: Server): Promise<string> => {
  servers.push(server);
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** Runs executions one after another, whose status changes go to this bus, and closes the engine. Gives its warnings. */
const runAndClose = async (endpoint: string, executions: number): Promise<readonly string[]> => {
  const warnings: string[] = [];
  const warned = ({ message }: Error): void => void warnings.push(message);
  process.on('warning', warned);
  try {
    const engine = new StepFunctionsEngine({ eventBus: { endpoint } });
    const definition = JSON.stringify(single({ Type: 'Pass' }));
    const { stateMachineArn } = await engine.createStateMachine({ name: 'm', definition, roleArn: ROLE });
    for (let index = 0; index < executions; index++) {
      const { executionArn = '' } = await engine.startExecution({ stateMachineArn });
      await engine.waitForExecution(executionArn);
    }
    await engine.close();
    // A warning is told in the next turn.
    await new Promise((resolve) => setImmediate(resolve));
    return warnings;
  } finally {
    process.off('warning', warned);
  }
};

describe('an event bus', () => {
  it('gets every status change before the engine has closed', async () => {
    const statuses: string[] = [];
    const endpoint = await listen(
      createHttpServer((request, response) => {
        let text = '';
        request.on('data', (data: Buffer) => (text += data.toString()));
        request.on('end', () => {
          const { Entries } = JSON.parse(text) as { readonly Entries: readonly { readonly Detail: string }[] };
          for (const { Detail } of Entries) statuses.push((JSON.parse(Detail) as { readonly status: string }).status);
          response.end('{"FailedEntryCount":0,"Entries":[{}]}');
        });
      }),
    );
    const warnings = await runAndClose(endpoint, 20);
    expect([statuses, warnings]).toStrictEqual([Array.from({ length: 20 }, () => ['RUNNING', 'SUCCEEDED']).flat(), []]);
  });

  it.each(['never answers', 'is not there'])('that %s does not keep the engine from closing', async (fault) => {
    const server = createServer();
    const endpoint = await listen(server);
    if (fault === 'is not there') server.close();
    const warnings = await runAndClose(endpoint, 20);
    const last =
      /^Step Functions engine: (\d+) status changes were given up when the engine closed, since the event bus at (.*) did not take them$/;
    const [, lost = '', address] = last.exec(warnings.at(-1) ?? '') ?? [];
    // On a slow machine some had been tried in vain before.
    expect([address, Number(lost) + warnings.length - 1]).toStrictEqual([endpoint, 40]);
  });
});
