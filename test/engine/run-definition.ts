import {
  createVirtualClock,
  StepFunctionsEngine,
  type EngineOptions,
  type Json,
  type TaskHandlers,
} from '../../engine/index.ts';

export const ROLE = 'arn:aws:iam::000000000000:role/states';
export const INVOKE = 'arn:aws:states:::lambda:invoke';

export interface Finished {
  readonly status: string | undefined;
  readonly output: Json | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly seconds: number;
  readonly events: readonly string[];
  readonly engine: StepFunctionsEngine;
  readonly executionArn: string;
}

/** Runs a definition to its end on a virtual clock that begins at 0. */
export const runDefinition = async (
  definition: object,
  input: Json = {},
  tasks: TaskHandlers = {},
  options: EngineOptions = {},
  made: (engine: StepFunctionsEngine) => unknown = () => undefined,
): Promise<Finished> => {
  const engine = new StepFunctionsEngine({ clock: createVirtualClock(), seed: 'test', tasks, ...options });
  await made(engine);
  const { stateMachineArn } = await engine.createStateMachine({
    name: 'machine',
    definition: JSON.stringify(definition),
    roleArn: ROLE,
  });
  const { executionArn } = await engine.startExecution({ stateMachineArn, name: 'run', input: JSON.stringify(input) });
  const described = await engine.waitForExecution(executionArn ?? '');
  const history = await engine.getExecutionHistory({ executionArn, maxResults: 1000 });
  return {
    status: described.status,
    output: described.output === undefined ? undefined : (JSON.parse(described.output) as Json),
    error: described.error,
    cause: described.cause,
    seconds: ((described.stopDate?.getTime() ?? 0) - (described.startDate?.getTime() ?? 0)) / 1000,
    events: (history.events ?? []).map(({ id, previousEventId, type }) => `${id} < ${previousEventId} ${type}`),
    engine,
    executionArn: executionArn ?? '',
  };
};

/** A machine of one state, in JSONata. */
export const single = (state: object): object => {
  const fields = new Map<string, unknown>(Object.entries(state));
  const ends = fields.has('End') || fields.get('Type') === 'Succeed' || fields.get('Type') === 'Fail';
  return { QueryLanguage: 'JSONata', StartAt: 'Only', States: { Only: ends ? state : { ...state, End: true } } };
};
