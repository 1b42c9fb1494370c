import { randomUUID } from 'node:crypto';

import { sendJson } from '../../http/send-json.ts';
import { functionConfiguration } from './function-configuration.ts';
import { parseCodeRequest } from './function-request.ts';
import { loadCode } from './load-code.ts';
import type { LambdaOperation } from './operation.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html */
export const updateFunctionCode: LambdaOperation = async (operations, { functionName, body }, response) => {
  operations.find(functionName);
  const asked = parseCodeRequest(body);
  const code = await loadCode(operations, asked);
  const fn = {
    ...operations.find(functionName),
    codeFolder: code.folder,
    codeSha256: code.sha256,
    codeSize: code.size,
    lastModified: new Date().toISOString(),
    revisionId: randomUUID(),
  };
  if (asked.DryRun !== true) {
    await operations.functions.save(fn);
    operations.retire(functionName);
  }
  sendJson(response, 200, functionConfiguration(operations.account, fn));
};
