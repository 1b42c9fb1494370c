import { createRequire } from 'node:module';

import { cacheExpressions, type ExpressionParser } from './expression-cache.ts';
import { cacheTables, type TableDefinitions } from './table-cache.ts';

/**
 * The parts of dynalite 4 below its HTTP server. Its own server rethrows store errors and aborted requests where nobody can
 * catch them, which would end the whole local cloud; so requests are read and answered here, and dynalite does the rest.
 */
export interface Dynalite {
  /**
   * One operation of the DynamoDB API, on checked input.
   *
   * @throws {DynaliteRefusal} What the service itself would answer with.
   */
  call(operation: string, input: unknown): Promise<unknown>;
  /** Drops the definition of a table, whatever its status: DeleteTable refuses one that is being made. */
  forgetTable(tableName: string): Promise<void>;
  close(): Promise<void>;
}

/** An error answer of the service. */
export interface DynaliteRefusal extends Error {
  readonly statusCode: number;
  readonly body: { readonly __type: string; readonly message?: string; readonly Message?: string };
}

export function isDynaliteRefusal(error: unknown): error is DynaliteRefusal {
  return error instanceof Error && 'statusCode' in error && 'body' in error;
}

interface Store {
  readonly db: { open(): Promise<void>; close(): Promise<void> };
  readonly tableDb: TableDefinitions & { awsAccountId: string; awsRegion: string };
  readonly lifecycleManager?: { gracefulClose(): Promise<void> };
}

interface Operation {
  readonly types: unknown;
  readonly custom: unknown;
  readonly act: (store: Store, data: unknown, done: (error: Error | null | undefined, answer: unknown) => void) => void;
}

interface Checks {
  checkTypes(data: unknown, types: unknown): unknown;
  checkValidations(data: unknown, types: unknown, custom: unknown, store: Store): void;
}

export interface DynaliteOptions {
  /** Folder of the LevelDB store; in memory without it. */
  readonly path?: string;
  readonly region: string;
  readonly accountId: string;
}

const OPERATION_NAME = /^[A-Z][A-Za-z]+$/;

export async function openDynalite({ path, region, accountId }: DynaliteOptions): Promise<Dynalite> {
  const require = createRequire(import.meta.url);
  const database = require('dynalite/db/index.js') as { create(options: object): Store };
  const checks = require('dynalite/validations/index.js') as Checks;
  for (const name of ['conditionParser', 'updateParser']) {
    cacheExpressions(require(`dynalite/db/${name}.js`) as ExpressionParser);
  }
  const store = database.create({
    ...(path === undefined ? {} : { path }),
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  });
  await store.db.open();
  store.tableDb.awsAccountId = accountId;
  store.tableDb.awsRegion = region;
  cacheTables(store.tableDb);
  const operations = new Map<string, Operation>();
  return {
    call(name, input) {
      const operation = operations.get(name) ?? loadOperation(require, name);
      operations.set(name, operation);
      const data = checks.checkTypes(input, operation.types);
      checks.checkValidations(data, operation.types, operation.custom, store);
      return new Promise((resolve, reject) => {
        operation.act(store, data, (error, answer) => {
          if (error) reject(error);
          else resolve(answer);
        });
      });
    },
    forgetTable: (tableName) =>
      new Promise((resolve, reject) => {
        store.tableDb.del(tableName, (error) => {
          if (error) reject(error);
          else resolve();
        });
      }),
    close: () => store.lifecycleManager?.gracefulClose() ?? store.db.close(),
  };
}

function loadOperation(require: NodeJS.Require, name: string): Operation {
  if (!OPERATION_NAME.test(name)) throw unknownOperation();
  const file = `${name.charAt(0).toLowerCase()}${name.slice(1)}.js`;
  try {
    const { types, custom } = require(`dynalite/validations/${file}`) as Pick<Operation, 'types' | 'custom'>;
    return { types, custom, act: require(`dynalite/actions/${file}`) as Operation['act'] };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') throw unknownOperation();
    throw error;
  }
}

function unknownOperation(): DynaliteRefusal {
  return Object.assign(new Error('unknown operation'), {
    statusCode: 400,
    body: { __type: 'com.amazon.coral.service#UnknownOperationException' },
  });
}
