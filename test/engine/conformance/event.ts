import type { Json, JsonObject } from '../../../engine/index.ts';

/**
 * An event of an expected history. Its id is its place in the list; it follows the event before it unless
 * `previousEventId` says otherwise, and the first state of an execution follows 0, as on AWS.
 */
export interface ExpectedEvent {
  readonly type: string;
  readonly previousEventId?: number;
  readonly [details: `${string}Details`]: JsonObject;
}

const WHOLE = { truncated: false };

/** The role that `runDefinition` gives its machines. */
const ROLE = 'arn:aws:iam::000000000000:role/states';

const after = (previousEventId: number | undefined): { readonly previousEventId?: number } =>
  previousEventId === undefined ? {} : { previousEventId };

export const started = (input: Json = {}): ExpectedEvent => ({
  type: 'ExecutionStarted',
  executionStartedEventDetails: { input: JSON.stringify(input), inputDetails: WHOLE, roleArn: ROLE },
});

export const succeeded = (output: Json, previousEventId?: number): ExpectedEvent => ({
  type: 'ExecutionSucceeded',
  ...after(previousEventId),
  executionSucceededEventDetails: { output: JSON.stringify(output), outputDetails: WHOLE },
});

export const failed = (details: JsonObject, previousEventId?: number): ExpectedEvent => ({
  type: 'ExecutionFailed',
  ...after(previousEventId),
  executionFailedEventDetails: details,
});

export const entered = (type: string, name: string, input: Json, previousEventId?: number): ExpectedEvent => ({
  type: `${type}StateEntered`,
  ...after(previousEventId),
  stateEnteredEventDetails: { input: JSON.stringify(input), inputDetails: WHOLE, name },
});

export interface ExitOptions {
  readonly previousEventId?: number;
  /** The variables that the state set. */
  readonly assigned?: JsonObject;
}

export const exited = (
  type: string,
  name: string,
  output: Json,
  { previousEventId, assigned }: ExitOptions = {},
): ExpectedEvent => ({
  type: `${type}StateExited`,
  ...after(previousEventId),
  stateExitedEventDetails: {
    ...(assigned === undefined
      ? {}
      : {
          assignedVariables: Object.fromEntries(
            Object.entries(assigned).map(([variable, value]) => [variable, JSON.stringify(value)]),
          ),
          assignedVariablesDetails: WHOLE,
        }),
    name,
    output: JSON.stringify(output),
    outputDetails: WHOLE,
  },
});

/** Any other event; its details stand in the field that AWS names after its type. */
export const event = (type: string, details?: JsonObject, previousEventId?: number): ExpectedEvent => {
  const field = `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails` as const;
  const base = { type, ...after(previousEventId) };
  return details === undefined ? base : { ...base, [field]: details };
};

const INVOKE_IDENTITY = { resource: 'invoke', resourceType: 'lambda' };

/** The three events of a `lambda:invoke` Task that succeeded. */
export const invoked = (parameters: JsonObject, payload: Json): readonly ExpectedEvent[] => [
  ...invoking(parameters),
  event('TaskSucceeded', {
    ...INVOKE_IDENTITY,
    output: JSON.stringify({ ExecutedVersion: '$LATEST', Payload: payload, StatusCode: 200 }),
    outputDetails: WHOLE,
  }),
];

/** The events of a `lambda:invoke` Task that failed. */
export const invokeFailed = (parameters: JsonObject, error: string, cause: string): readonly ExpectedEvent[] => [
  ...invoking(parameters),
  event('TaskFailed', { ...INVOKE_IDENTITY, error, cause }),
];

export const invoking = (parameters: JsonObject, seconds: JsonObject = {}): readonly ExpectedEvent[] => [
  event('TaskScheduled', {
    ...INVOKE_IDENTITY,
    parameters: JSON.stringify(parameters),
    region: 'us-east-1',
    ...seconds,
  }),
  event('TaskStarted', INVOKE_IDENTITY),
];
