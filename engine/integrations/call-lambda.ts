import { isJsonObject, type Json, type JsonFields } from '../json/json.ts';
import { withMetadata } from './http-metadata.ts';
import type { LambdaClient } from './lambda-client.ts';
import { functionError, functionPayload } from './lambda-result.ts';

/** The optimised integration: the API's answer with the payload read as JSON. Rejects with `TaskError`. */
export const invokeLambda = async (lambda: LambdaClient, parameters: Json): Promise<Json> => {
  const answer = await lambda.invoke(isJsonObject(parameters) ? parameters : {});
  if (answer.functionError !== undefined) throw functionError(answer.payload);
  const fields: JsonFields = { Payload: functionPayload(answer.payload), StatusCode: answer.http.status };
  if (answer.executedVersion !== undefined) fields['ExecutedVersion'] = answer.executedVersion;
  if (answer.logResult !== undefined) fields['LogResult'] = answer.logResult;
  return withMetadata(fields, answer.http);
};

/** A function's bare ARN as a Task's Resource: input is the payload, the payload is the result. */
export const callFunction = async (lambda: LambdaClient, functionArn: string, input: Json): Promise<Json> => {
  // Unlike the optimised integration, a text is always a text: the function gets the state's input as it is.
  const answer = await lambda.invoke({ FunctionName: functionArn, Payload: JSON.stringify(input) });
  if (answer.functionError !== undefined) throw functionError(answer.payload);
  return functionPayload(answer.payload);
};
