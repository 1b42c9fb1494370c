import { pathToFileURL } from 'node:url';

import { sendJson } from '../../http/send-json.ts';
import { functionConfiguration } from './function-configuration.ts';
import type { LambdaOperation } from './operation.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html. The code is where it lies on this machine. */
export const getFunction: LambdaOperation = ({ account, find }, { functionName }, response) => {
  const fn = find(functionName);
  sendJson(response, 200, {
    Configuration: functionConfiguration(account, fn),
    Code: { RepositoryType: 'S3', Location: pathToFileURL(fn.codeFolder).href },
    Tags: {},
  });
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export const getFunctionConfiguration: LambdaOperation = ({ account, find }, { functionName }, response) => {
  sendJson(response, 200, functionConfiguration(account, find(functionName)));
};
