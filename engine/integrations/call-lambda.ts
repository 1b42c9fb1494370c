import { isJsonObject, type Json } from '../json/json.ts';
import type { LambdaClient } from './lambda-client.ts';
import { functionError, functionPayload } from './lambda-result.ts';

/** The optimised integration: the API's answer with the payload read as JSON. Rejects with `TaskError`. */
export const invokeLambda = async (lambda: LambdaClient, parameters: Json): Promise<Json> => {
  const answer = await lambda.invoke(isJsonObject(parameters) ? parameters : {});
  if (answer.functionError !== undefined) throw functionError(answer.payload);
  return {
    ExecutedVersion: answer.executedVersion,
    Payload: functionPayload(answer.payload),
    StatusCode: answer.statusCode,
  };
};

/** A function's bare ARN as a Task's Resource: input is the payload, the payload is the result. */
export const callFunction = async (lambda: LambdaClient, functionArn: string, input: Json): Promise<Json> => {
  const answer = await lambda.invoke({ FunctionName: functionArn, Payload: input });
  if (answer.functionError !== undefined) throw functionError(answer.payload);
  return functionPayload(answer.payload);
};
