import { StepFunctionsError } from '../executions/step-functions-error.ts';
import type { StepFunctionsApi } from '../executions/step-functions-api.ts';
import type { CallStates } from '../integrations/run-state-machine.ts';
import { exceptionName } from '../integrations/sdk-error.ts';
import { TaskError } from '../tasks/task-call.ts';
import { isJsonArray, isJsonObject, type Json } from '../json/json.ts';
import { operations } from './operations.ts';
import { requestFields } from './request-fields.ts';

const renamed = (value: Json, rename: (name: string) => string): Json => {
  if (isJsonArray(value)) return value.map((item) => renamed(item, rename));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    // The names of variables are the user's own.
    Object.entries(value).map(([name, item]) => [
      rename(name),
      name === 'assignedVariables' ? item : renamed(item, rename),
    ]),
  );
};

const lowered = (name: string): string => `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
const raised = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** Members that the API takes as JSON text may be given as JSON. */
const TEXTS: ReadonlySet<string> = new Set(['input', 'output', 'definition', 'cause']);

const withTexts = (value: Json): Json =>
  isJsonObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, item]) => [
          name,
          TEXTS.has(name) && typeof item === 'object' && item !== null ? JSON.stringify(item) : item,
        ]),
      )
    : value;

/** Tasks on Step Functions itself need no network: this engine is the service. */
export const createCallStates =
  (api: () => StepFunctionsApi): CallStates =>
  async (action, parameters) => {
    const operation = operations[raised(action)];
    if (operation === undefined) throw new TaskError('States.Runtime', `Step Functions has no action "${action}"`);
    const request = withTexts(renamed(parameters, lowered));
    try {
      const answer = await operation(api(), requestFields(isJsonObject(request) ? request : {}));
      return renamed(JSON.parse(JSON.stringify(answer)) as Json, raised);
    } catch (error) {
      if (!(error instanceof StepFunctionsError)) throw error;
      throw new TaskError(
        `Sfn.${exceptionName(error.code)}`,
        `${error.message} (Service: Sfn, Status Code: 400, Request ID: )`,
      );
    }
  };
