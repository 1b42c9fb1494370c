import { isJsonObject, type Json, type JsonObject } from '../../json/json.ts';
import { StepFunctionsError } from '../step-functions-error.ts';

const invalid = (message: string): StepFunctionsError =>
  new StepFunctionsError('ValidationException', `Invalid Context object provided: ${message}`);

/** Which fields a context may have, and of which type each is. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, 'string' | 'number' | 'any'>>>> = {
  Execution: {
    Id: 'string',
    Input: 'any',
    Name: 'string',
    RoleArn: 'string',
    StartTime: 'string',
    RedriveCount: 'number',
    RedriveTime: 'string',
  },
  State: { EnteredTime: 'string', Name: 'string', RetryCount: 'number' },
  StateMachine: { Id: 'string', Name: 'string' },
  Task: { Token: 'string' },
};

const check = (context: JsonObject, waits: boolean): void => {
  for (const [part, value] of Object.entries(context)) {
    if (part === 'Map') throw invalid(`'Map' field is not supported when mocking a Context object`);
    const fields = FIELDS[part];
    if (fields === undefined) throw invalid(`Field '${part}' is not allowed`);
    if (part === 'Task' && !waits) {
      throw invalid(
        `Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern`,
      );
    }
    if (!isJsonObject(value)) throw invalid(`${part} must be an object`);
    for (const [name, item] of Object.entries(value)) {
      const type = fields[name];
      if (type === undefined) throw invalid(`Field '${name}' is not allowed`);
      if (type !== 'any' && typeof item !== type) throw invalid(`${part}.${name} must be a ${type}`);
    }
  }
};

/** The context object that a test gives, checked. `waits`: the state waits for a token or for work to be done. */
export const givenContext = (text: string | undefined, waits: boolean): JsonObject => {
  if (text === undefined) return {};
  let context: Json;
  try {
    context = JSON.parse(text) as Json;
  } catch {
    throw invalid('must be valid JSON');
  }
  if (!isJsonObject(context)) throw invalid('must be a JSON object');
  check(context, waits);
  return context;
};
