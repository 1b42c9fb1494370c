import type { LambdaOperation } from './operation.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html */
export const deleteFunction: LambdaOperation = async ({ find, functions, retire }, { functionName }, response) => {
  find(functionName);
  await functions.remove(functionName);
  retire(functionName);
  response.writeHead(204).end();
};
