import { createHash } from 'node:crypto';
import type { ExecutionScope, TaskRequest } from '../interpreter/execution-scope.ts';
import { isJsonObject, parseJson, type Json, type JsonFields, type JsonObject } from '../json/json.ts';
import { TaskError } from '../tasks/task-call.ts';
import type { TaskPattern } from '../tasks/task-resource.ts';
import { withMetadata } from './http-metadata.ts';
import { runJob, type Job } from './run-job.ts';
import type { SdkStyle } from './sdk-error.ts';
import type { ServiceAnswer } from './service-client.ts';

/** The operations of Step Functions as a Task calls them: with Step Functions' own names and errors. */
export type CallStates = (action: string, parameters: Json, style: SdkStyle) => Promise<ServiceAnswer>;

/** Resolves when this execution of the engine's own has ended. */
export type ExecutionEnded = (executionArn: string) => Promise<void>;

const ALREADY_EXISTS = 'StepFunctions.ExecutionAlreadyExistsException';

const textField = (value: Json, name: string): string => {
  const field = isJsonObject(value) ? value[name] : undefined;
  return typeof field === 'string' ? field : '';
};

/** `.sync` gives the output as text, `.sync:2` as JSON. */
const resultOf = (description: JsonObject, pattern: TaskPattern): Json => {
  const fields: JsonFields = Object.fromEntries(
    Object.entries(description).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  );
  if (pattern === 'sync:2') {
    for (const name of ['Input', 'Output']) {
      const text = fields[name];
      if (typeof text === 'string') fields[name] = parseJson(text);
    }
  }
  return fields;
};

const start = async (given: JsonObject, request: TaskRequest, call: CallStates): Promise<Json> => {
  // "If you don't include any JSON input data, you still must include the two braces": no input is an empty object.
  const Input = given['Input'] ?? {};
  if (typeof given['Name'] === 'string') {
    const { fields, http } = await call('startExecution', { ...given, Input }, 'optimised');
    return withMetadata(fields, http);
  }
  // A name of this attempt's own: a redelivery after a restart finds what the first one started.
  const Name = createHash('sha256').update(request.idempotencyKey).digest('hex').slice(0, 36);
  try {
    const { fields, http } = await call('startExecution', { ...given, Input, Name }, 'optimised');
    return withMetadata(fields, http);
  } catch (error) {
    if (!(error instanceof TaskError) || error.error !== ALREADY_EXISTS) throw error;
    const machine = textField(given, 'StateMachineArn').split(':').slice(0, 7).join(':');
    const ExecutionArn = `${machine.replace(':stateMachine:', ':execution:')}:${Name}`;
    const { fields, http } = await call('describeExecution', { ExecutionArn }, 'optimised');
    return withMetadata({ ExecutionArn, StartDate: fields['StartDate'] ?? null }, http);
  }
};

/**
 * `states:startExecution`: starts another state machine, and with `.sync` waits for its end. A stopped parent stops
 * what it waits for, as AWS does.
 */
export const runStateMachine = async (
  execution: ExecutionScope,
  request: TaskRequest,
  pattern: TaskPattern,
  call: CallStates,
  ended: ExecutionEnded | undefined,
  closing: () => boolean,
): Promise<Json> => {
  const given: JsonObject = isJsonObject(request.arguments) ? request.arguments : {};
  if (pattern !== 'sync' && pattern !== 'sync:2') return start(given, request, call);
  const job: Job = {
    submit: () => start(given, request, call),
    async look(submitted) {
      const ExecutionArn = textField(submitted, 'ExecutionArn');
      const { fields } = await call('describeExecution', { ExecutionArn }, 'optimised');
      const status = textField(fields, 'Status');
      if (status === 'RUNNING' || status === 'PENDING_REDRIVE') return { kind: 'running' };
      const output = resultOf(fields, pattern);
      return { kind: status === 'SUCCEEDED' ? 'succeeded' : 'failed', output };
    },
    stop: (submitted) => call('stopExecution', { ExecutionArn: textField(submitted, 'ExecutionArn') }, 'optimised'),
    ended: ended === undefined ? undefined : (submitted) => ended(textField(submitted, 'ExecutionArn')),
  };
  return runJob(execution, request, job, closing);
};
