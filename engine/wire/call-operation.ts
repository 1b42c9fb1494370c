import type { StepFunctionsApi } from '../executions/step-functions-api.ts';
import type { JsonObject } from '../json/json.ts';
import { operationInputs, type OperationName } from './operation-inputs.ts';
import { readRequest } from './read-request.ts';

type Call = (given: JsonObject, signal: AbortSignal | undefined) => Promise<object>;

const methodOf = (name: OperationName): keyof StepFunctionsApi =>
  `${name.charAt(0).toLowerCase()}${name.slice(1)}` as Uncapitalize<OperationName>;

/** Calls an operation with a request as it came over the wire. Rejects with `StepFunctionsError`. */
export const callOperation = async (
  api: StepFunctionsApi,
  name: OperationName,
  request: JsonObject,
  signal?: AbortSignal,
): Promise<object> => {
  const input = readRequest(request, operationInputs[name]);
  // The request has the shape that the operation's model gives it, which is that of AWS's own client.
  const calls = api as Readonly<Record<keyof StepFunctionsApi, unknown>> as Readonly<
    Record<keyof StepFunctionsApi, Call>
  >;
  return calls[methodOf(name)](input, signal);
};
