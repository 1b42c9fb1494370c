import { parentPort, workerData } from 'node:worker_threads';

import { errorCode } from '../error-code.ts';
import { LocalCloudError } from '../local-cloud-error.ts';
import type { DynamodbSettings, MessageFromDynamodb, MessageToDynamodb } from './dynamodb-messages.ts';
import { serveDynamodb, type ServedDynamodb } from './serve-dynamodb.ts';

/**
 * The database in a thread of its own. Half of what the cloud's process does for a trial is the database's: on a machine of two
 * cores the engine and the database then work side by side.
 */
const serving = serveDynamodb(workerData as DynamodbSettings);
serving.then(
  ({ endpoint }) => say({ kind: 'ready', endpoint }),
  (error: unknown) => {
    say(failure(error));
    parentPort?.close();
  },
);

parentPort?.on('message', (message: MessageToDynamodb) => {
  void serving.then((served) => obey(served, message));
});

async function obey(served: ServedDynamodb, message: MessageToDynamodb): Promise<void> {
  if (message.kind === 'close') {
    await served.close();
    say({ kind: 'closed' });
    parentPort?.close();
    return;
  }
  const { id, operation, input } = message;
  try {
    say({ kind: 'answer', id, answer: await served.call(operation, input) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say({ kind: 'refusal', id, message, code: errorCode(error) });
  }
}

function failure(error: unknown): MessageFromDynamodb {
  if (error instanceof LocalCloudError) {
    const { code, message, hint } = error;
    return { kind: 'failed', code, message, hint };
  }
  return { kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

function say(message: MessageFromDynamodb): void {
  parentPort?.postMessage(message);
}
