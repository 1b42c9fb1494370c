import { isJsonObject, type Json, type JsonFields } from '../json/json.ts';
import { functionError, functionPayload } from './lambda-result.ts';
import type { ServiceClients } from './service-client.ts';

/** Parameters of `lambda:invoke` are the API's, with the payload as JSON. */
const invokeParameters = (parameters: Json): Json =>
  isJsonObject(parameters) && parameters['Payload'] === undefined ? { ...parameters, Payload: {} } : parameters;

/** The optimised integration: the API's answer with the payload read as JSON. Rejects with `TaskError`. */
export const invokeLambda = async (clients: ServiceClients, parameters: Json): Promise<Json> => {
  const answer = await clients.call('lambda', 'invoke', invokeParameters(parameters), 'optimised');
  const fields: JsonFields = isJsonObject(answer) ? { ...answer } : {};
  const text = typeof fields['Payload'] === 'string' ? fields['Payload'] : '';
  if (fields['FunctionError'] !== undefined) throw functionError(text);
  return { ExecutedVersion: '$LATEST', ...fields, Payload: functionPayload(text) };
};

/** A function's bare ARN as a Task's Resource: input is the payload, the payload is the result. */
export const callFunction = async (clients: ServiceClients, functionArn: string, input: Json): Promise<Json> => {
  const answer = await invokeLambda(clients, { FunctionName: functionArn, Payload: input });
  return isJsonObject(answer) ? (answer['Payload'] ?? null) : null;
};
