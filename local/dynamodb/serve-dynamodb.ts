import { mkdir } from 'node:fs/promises';

import { listenOnLoopback } from '../http/listen-on-loopback.ts';
import { errorCode } from '../error-code.ts';
import { LocalCloudError } from '../local-cloud-error.ts';
import { storageFault } from '../storage-fault.ts';
import { isDynaliteRefusal, openDynalite, type Dynalite, type DynaliteOptions } from './dynalite.ts';
import type { DynamodbSettings } from './dynamodb-messages.ts';
import { handleDynamodbRequest } from './dynamodb-requests.ts';
import { slipwayTable } from './slipway-table.ts';

export interface ServedDynamodb extends Omit<Dynalite, 'forgetTable'> {
  readonly endpoint: string;
}

/**
 * DynamoDB on this machine: dynalite on LevelDB. Every write reaches the operating system before it is answered, so that
 * it outlives this process, however that ends.
 *
 * @throws {LocalCloudError} `data-folder-in-use`, `data-folder-damaged`, `data-folder-not-writable`, `disk-full`.
 */
export async function serveDynamodb(options: DynamodbSettings): Promise<ServedDynamodb> {
  const dynalite = await open(options);
  try {
    await createTableWhenAbsent(dynalite, options.tableName);
    const server = await listenOnLoopback((request, response) => handleDynamodbRequest(dynalite, request, response), {
      port: options.port,
      service: 'DynamoDB',
    });
    return {
      endpoint: server.endpoint,
      call: (operation, input) => dynalite.call(operation, input),
      async close() {
        await server.close(500);
        await dynalite.close();
      },
    };
  } catch (error) {
    // Open, its folder would be refused to whoever tries again.
    await dynalite.close();
    throw openingFault(error, options.path);
  }
}

async function open(options: DynaliteOptions & { readonly path: string }): Promise<Dynalite> {
  try {
    await mkdir(options.path, { recursive: true });
    return await openDynalite(options);
  } catch (error) {
    throw openingFault(error, options.path);
  }
}

async function createTableWhenAbsent(dynalite: Dynalite, tableName: string): Promise<void> {
  const status = await tableStatus(dynalite, tableName);
  if (status === 'ACTIVE') return;
  // Who was at it was killed: dynalite never comes back to a table that it had begun to make, or to delete.
  if (status === 'CREATING') await dynalite.forgetTable(tableName);
  else if (status !== undefined) {
    await dynalite.call('DeleteTable', { TableName: tableName });
    await statusBecomes(dynalite, tableName, undefined);
  }
  await dynalite.call('CreateTable', slipwayTable(tableName));
  await statusBecomes(dynalite, tableName, 'ACTIVE');
}

/** A table is made, and deleted, in a turn of its own. */
async function statusBecomes(dynalite: Dynalite, tableName: string, status: string | undefined): Promise<void> {
  while ((await tableStatus(dynalite, tableName)) !== status) await new Promise(setImmediate);
}

/** Undefined where there is no such table. */
async function tableStatus(dynalite: Dynalite, tableName: string): Promise<string | undefined> {
  try {
    const answer = (await dynalite.call('DescribeTable', { TableName: tableName })) as {
      readonly Table?: { readonly TableStatus?: string };
    };
    return answer.Table?.TableStatus;
  } catch (error) {
    if (isDynaliteRefusal(error) && error.body.__type.endsWith('#ResourceNotFoundException')) return undefined;
    throw error;
  }
}

/** Codes of https://github.com/Level/abstract-level#errors */
function openingFault(error: unknown, path: string): unknown {
  const cause = error instanceof Error && errorCode(error) === 'LEVEL_DATABASE_NOT_OPEN' ? error.cause : error;
  if (errorCode(cause) === 'LEVEL_LOCKED') {
    return new LocalCloudError(
      'data-folder-in-use',
      `another process has the database "${path}" open`,
      'stop it, or choose another data folder with --data',
      cause,
    );
  }
  const fault = storageFault(cause, path);
  if (fault) return fault;
  if (errorCode(cause)?.startsWith('LEVEL_') === true) {
    return new LocalCloudError(
      'data-folder-damaged',
      `the database "${path}" cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}`,
      'move the data folder away to start anew, or choose another one with --data',
      cause,
    );
  }
  return error;
}
