import type { IncomingMessage, ServerResponse } from 'node:http';

import type { FunctionTable } from '../function-table.ts';
import type { InvocationOutcome } from '../invocation.ts';
import type { LambdaAccount, LocalFunction } from '../local-function.ts';

/** What the operations of the API work on. */
export interface LambdaOperations {
  readonly account: LambdaAccount;
  readonly functions: FunctionTable;
  readonly codeFolder: string;
  readonly readObject: (bucket: string, key: string) => Promise<Uint8Array | undefined>;
  readonly retire: (functionName: string) => void;
  /** @throws {LambdaError} ResourceNotFoundException */
  readonly find: (functionName: string) => LocalFunction;
  readonly invoke: (functionName: string, event: string) => Promise<InvocationOutcome>;
  readonly invokeInBackground: (functionName: string, event: string) => void;
}

export interface LambdaRequest {
  /** Of the path, free of ARN and qualifier; empty where the path names none. */
  readonly functionName: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export type LambdaOperation = (
  operations: LambdaOperations,
  request: LambdaRequest,
  response: ServerResponse,
) => Promise<void> | void;
