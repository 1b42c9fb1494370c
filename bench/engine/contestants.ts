import { StateMachine } from 'aws-local-stepfunctions';
import { StepFunctionsEngine, type Json } from '../../engine/index.ts';

/** Runs a machine that is ready to run, once, to its end. */
export type Contestant = () => Promise<void>;

/** No limit of the service may end a benchmark; `nothing` is done in this process. */
export const createBenchEngine = (): StepFunctionsEngine =>
  new StepFunctionsEngine({
    tasks: { nothing: () => null },
    limits: { historyEvents: Infinity },
  });

export const ownContestant = async (
  engine: StepFunctionsEngine,
  name: string,
  definition: object,
  input: Json,
): Promise<Contestant> => {
  const { stateMachineArn } = await engine.createStateMachine({
    name,
    definition: JSON.stringify(definition),
    roleArn: 'arn:aws:iam::000000000000:role/bench',
  });
  const text = JSON.stringify(input);
  return async () => {
    const { executionArn = '' } = await engine.startExecution({ stateMachineArn, input: text });
    const { status, error, cause } = await engine.waitForExecution(executionArn);
    if (status !== 'SUCCEEDED') throw new Error(`${name}: ${status ?? ''} ${error ?? ''} ${cause ?? ''}`);
  };
};

export const awsLocalContestant = (definition: object, input: Json): Contestant => {
  // It writes defaults into the definition that it is given.
  const machine = new StateMachine(structuredClone(definition) as ConstructorParameters<typeof StateMachine>[0]);
  const nothing = (): Promise<null> => Promise.resolve(null);
  // It knows handlers by the name of the state.
  const names = [...JSON.stringify(definition).matchAll(/"([sb]\d+)":\{/g)].map(([, stateName = '']) => stateName);
  const overrides = { taskResourceLocalHandlers: Object.fromEntries(names.map((stateName) => [stateName, nothing])) };
  return async () => {
    await machine.run(input as Parameters<StateMachine['run']>[0], { overrides }).result;
  };
};
