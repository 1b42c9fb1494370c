import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

import type { TokenStore } from '../../platform/access/token.ts';
import { LocalCloudError } from '../local-cloud-error.ts';
import type { DynamodbSettings, MessageFromDynamodb, MessageToDynamodb } from './dynamodb-messages.ts';
import { localTokenStore } from './local-token-store.ts';

export interface LocalDynamodb {
  readonly endpoint: string;
  readonly tokens: TokenStore;
  close(): Promise<void>;
}

/** Beside this file and of its kind: source in a clone, JavaScript in the published package. */
const THREAD = new URL(`./dynamodb-thread${extname(import.meta.filename)}`, import.meta.url);

/**
 * DynamoDB on this machine, in a thread of this process.
 *
 * @throws {LocalCloudError} As `serveDynamodb`.
 */
export async function startDynamodb(settings: DynamodbSettings): Promise<LocalDynamodb> {
  const thread = new Worker(THREAD, { workerData: settings });
  const calls = new Map<number, PromiseWithResolvers<unknown>>();
  const started = Promise.withResolvers<string>();
  const closed = Promise.withResolvers<undefined>();
  let lastCall = 0;
  const tell = (message: MessageToDynamodb): void => thread.postMessage(message);

  // A fault of the thread that nobody caught ends the process, as one of the main thread does.
  thread.on('message', (message: MessageFromDynamodb) => {
    switch (message.kind) {
      case 'ready':
        started.resolve(message.endpoint);
        return;
      case 'failed':
        started.reject(failure(message));
        return;
      case 'answer':
        calls.get(message.id)?.resolve(message.answer);
        calls.delete(message.id);
        return;
      case 'refusal':
        calls.get(message.id)?.reject(Object.assign(new Error(message.message), { code: message.code }));
        calls.delete(message.id);
        return;
      case 'closed':
        closed.resolve(undefined);
    }
  });
  const endpoint = await started.promise;
  const call = (operation: string, input: unknown): Promise<unknown> => {
    lastCall += 1;
    const answer = Promise.withResolvers<unknown>();
    calls.set(lastCall, answer);
    tell({ kind: 'call', id: lastCall, operation, input });
    return answer.promise;
  };
  return {
    endpoint,
    tokens: localTokenStore({ call }, settings.tableName),
    async close() {
      tell({ kind: 'close' });
      await closed.promise;
      await thread.terminate();
    },
  };
}

function failure({ code, message, hint }: Extract<MessageFromDynamodb, { kind: 'failed' }>): Error {
  return code === undefined || hint === undefined ? new Error(message) : new LocalCloudError(code, message, hint);
}
