import type { Clock } from '../clock/clock.ts';
import { uuidFrom } from '../expression/seeded-random.ts';
import { StepFunctionsError } from '../executions/step-functions-error.ts';
import type { StepFunctionsApi } from '../executions/step-functions-api.ts';
import { unsupportedField } from '../integrations/convert-by-schema.ts';
import type { HttpAnswer } from '../integrations/http-metadata.ts';
import type { CallStates } from '../integrations/run-state-machine.ts';
import { genericError, optimisedError, type SdkStyle } from '../integrations/sdk-error.ts';
import { TaskError } from '../tasks/task-call.ts';
import { isJsonArray, isJsonObject, type Json } from '../json/json.ts';
import { callOperation } from './call-operation.ts';
import { isOperationName } from './operation-inputs.ts';

const lowered = (name: string): string => {
  const first = name.charAt(0);
  if (first !== first.toUpperCase()) throw unsupportedField(name);
  return `${first.toLowerCase()}${name.slice(1)}`;
};
const raised = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

const requestIn = (value: Json): Json => {
  if (isJsonArray(value)) return value.map(requestIn);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [lowered(name), requestIn(item)]));
};

/** The names of variables are the user's own. */
const VERBATIM: ReadonlySet<string> = new Set(['assignedVariables', 'variableReferences']);

const answerOut = (value: unknown, style: SdkStyle): Json => {
  if (value instanceof Date) return style === 'optimised' ? value.getTime() : value.toISOString().replace('.000Z', 'Z');
  if (Array.isArray(value)) return value.map((item: unknown) => answerOut(item, style));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, item]) =>
        item === undefined ? [] : [[raised(name), VERBATIM.has(name) ? (item as Json) : answerOut(item, style)]],
      ),
    );
  }
  return value as Json;
};

/** Members that the API takes as text may be given as JSON: it travels as its text. */
const TEXTS: ReadonlySet<string> = new Set(['Input', 'Output', 'Definition', 'Cause']);

const withTexts = (value: Json): Json =>
  isJsonObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, item]) => [
          name,
          TEXTS.has(name) && typeof item !== 'string' && item !== null ? JSON.stringify(item) : item,
        ]),
      )
    : value;

/** What the server would have sent around this answer. */
const httpAnswer = (text: string, requestId: string, now: number): HttpAnswer => ({
  status: 200,
  headers: {
    'x-amzn-requestid': requestId,
    'content-length': String(Buffer.byteLength(text)),
    date: new Date(now).toUTCString(),
    'content-type': 'application/x-amz-json-1.0',
  },
});

/** Tasks on Step Functions itself need no network: this engine is the service. */
export const createCallStates =
  (api: () => StepFunctionsApi, clock: Clock, random: () => number): CallStates =>
  async (action, parameters, style) => {
    const name = raised(action);
    if (!isOperationName(name)) throw new TaskError('States.Runtime', `Step Functions has no action "${action}"`);
    // What is null is not given.
    const given = Object.entries(isJsonObject(parameters) ? parameters : {}).filter(([, value]) => value !== null);
    const request = requestIn(withTexts(Object.fromEntries(given)));
    try {
      const answer = await callOperation(api(), name, isJsonObject(request) ? request : {});
      const fields = answerOut(answer, style);
      return {
        fields: isJsonObject(fields) ? fields : {},
        http: httpAnswer(JSON.stringify(answer), uuidFrom(random), clock.now()),
      };
    } catch (error) {
      if (!(error instanceof StepFunctionsError)) throw error;
      const { code, message } = error;
      const refusal = { message, status: 400, code, modelled: true, requestId: uuidFrom(random) };
      throw style === 'sdk' ? genericError('SFN', refusal) : optimisedError('states', refusal);
    }
  };
