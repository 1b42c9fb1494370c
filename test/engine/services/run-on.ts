import { StepFunctionsEngine, type EngineOptions, type Json } from '../../../engine/index.ts';
import { ROLE } from '../run-definition.ts';

export const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };

export interface Ran {
  readonly output: Json | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly events: readonly { readonly type: string; readonly details: Json }[];
}

let machines = 0;

/** Starts an execution and gives its ARN. */
export const startOn = async (engine: StepFunctionsEngine, definition: object, input: Json = {}): Promise<string> => {
  const { stateMachineArn } = await engine.createStateMachine({
    name: `m${machines++}`,
    definition: JSON.stringify(definition),
    roleArn: ROLE,
  });
  const { executionArn = '' } = await engine.startExecution({ stateMachineArn, input: JSON.stringify(input) });
  return executionArn;
};

/** Waits for an execution and gives how it ended, with its events. */
export const endOn = async (engine: StepFunctionsEngine, executionArn: string): Promise<Ran> => {
  const { output, error, cause } = await engine.waitForExecution(executionArn);
  const { events = [] } = await engine.getExecutionHistory({ executionArn, maxResults: 1000 });
  return {
    output: output === undefined ? undefined : (JSON.parse(output) as Json),
    error,
    cause,
    events: events.map(({ type = '', ...event }) => {
      const details = Object.entries(event).find(([name]) => name.endsWith('Details'))?.[1] ?? null;
      return { type, details: JSON.parse(JSON.stringify(details)) as Json };
    }),
  };
};

export const runOn = async (engine: StepFunctionsEngine, definition: object, input: Json = {}): Promise<Ran> =>
  endOn(engine, await startOn(engine, definition, input));

/** An engine whose services are at these addresses. */
export const engineAt = (
  endpoints: Readonly<Record<string, string>>,
  options: EngineOptions = {},
): StepFunctionsEngine => new StepFunctionsEngine({ endpoints, credentials, ...options });
