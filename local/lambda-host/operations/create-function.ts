import { randomUUID } from 'node:crypto';

import { sendJson } from '../../http/send-json.ts';
import { LambdaError } from '../lambda-error.ts';
import type { LocalFunction } from '../local-function.ts';
import { functionConfiguration } from './function-configuration.ts';
import { parseCreateRequest } from './function-request.ts';
import { loadCode } from './load-code.ts';
import type { LambdaOperation, LambdaOperations } from './operation.ts';

/** Only Node runs here; https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const RUNTIME = /^nodejs\d+\.x$/;

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const createFunction: LambdaOperation = async (operations, { body }, response) => {
  const asked = parseCreateRequest(body);
  const runtime = asked.Runtime ?? 'nodejs24.x';
  if (!RUNTIME.test(runtime)) {
    throw new LambdaError(
      'InvalidParameterValueException',
      `The runtime "${runtime}" does not run on the local cloud; allowed is nodejs24.x`,
    );
  }
  refuseExisting(operations, asked.FunctionName);
  const code = await loadCode(operations, asked.Code);
  refuseExisting(operations, asked.FunctionName);
  const fn: LocalFunction = {
    name: asked.FunctionName,
    runtime,
    role: asked.Role,
    handler: asked.Handler ?? 'index.handler',
    description: asked.Description ?? '',
    memoryMb: asked.MemorySize ?? 128,
    timeoutSeconds: asked.Timeout ?? 3,
    storageMb: asked.EphemeralStorage?.Size ?? 512,
    environment: asked.Environment?.Variables ?? {},
    codeFolder: code.folder,
    codeSha256: code.sha256,
    codeSize: code.size,
    lastModified: new Date().toISOString(),
    revisionId: randomUUID(),
    allowance: 'steps',
  };
  await operations.functions.save(fn);
  sendJson(response, 201, functionConfiguration(operations.account, fn));
};

function refuseExisting({ functions }: LambdaOperations, name: string): void {
  if (functions.get(name)) throw new LambdaError('ResourceConflictException', `Function already exist: ${name}`);
}
