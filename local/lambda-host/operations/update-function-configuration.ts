import { randomUUID } from 'node:crypto';

import { sendJson } from '../../http/send-json.ts';
import { functionConfiguration } from './function-configuration.ts';
import { parseConfigurationRequest } from './function-request.ts';
import type { LambdaOperation } from './operation.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html: what is absent stays as it was. */
export const updateFunctionConfiguration: LambdaOperation = async (operations, { functionName, body }, response) => {
  const before = operations.find(functionName);
  const asked = parseConfigurationRequest(body);
  const fn = {
    ...before,
    description: asked.Description ?? before.description,
    environment: asked.Environment?.Variables ?? before.environment,
    storageMb: asked.EphemeralStorage?.Size ?? before.storageMb,
    handler: asked.Handler ?? before.handler,
    memoryMb: asked.MemorySize ?? before.memoryMb,
    role: asked.Role ?? before.role,
    runtime: asked.Runtime ?? before.runtime,
    timeoutSeconds: asked.Timeout ?? before.timeoutSeconds,
    lastModified: new Date().toISOString(),
    revisionId: randomUUID(),
  };
  await operations.functions.save(fn);
  operations.retire(functionName);
  sendJson(response, 200, functionConfiguration(operations.account, fn));
};
