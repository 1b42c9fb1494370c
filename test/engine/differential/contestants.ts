import { ExecutionError, StateMachine } from 'aws-local-stepfunctions';
import { TaskError, type Json, type TaskHandlers } from '../../../engine/index.ts';
import { runDefinition } from '../run-definition.ts';

/** How a machine ended. Causes are compared where they are the machine's own: the service's errors have words of their own. */
export interface Outcome {
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
}

class NamedError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** What the functions do; the Resource of a Task ends with the name of one. */
const functions: Readonly<Record<string, (input: unknown) => unknown>> = {
  echo: (input) => input,
  one: () => 1,
  list: () => [1, 'b', null],
  E1: () => {
    throw new NamedError('E1', 'of the function');
  },
  E2: () => {
    throw new NamedError('E2', 'of the function');
  },
  'E1-for-numbers': (input) => {
    if (typeof input === 'number') throw new NamedError('E1', 'of the function');
    return input;
  },
};

const tasks: TaskHandlers = Object.fromEntries(
  Object.entries(functions).map(([name, run]) => [
    name,
    ({ arguments: given }) => {
      try {
        return run(given) as Json;
      } catch (error) {
        if (error instanceof NamedError) throw new TaskError(error.name, error.message);
        throw error;
      }
    },
  ]),
);

const failure = (error: string, cause: string | undefined): Outcome =>
  error.startsWith('States.') || cause === undefined ? { error } : { error, cause };

export const ours = async (definition: object, input: unknown): Promise<Outcome> => {
  const { status, output, error = '', cause, engine } = await runDefinition(definition, input as Json, tasks);
  await engine.close();
  return status === 'SUCCEEDED' ? { output: plain(output) } : failure(error, cause);
};

/** An output without the causes of the service's own errors, which a catcher may have put into it. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const isServices = 'Error' in value && 'Cause' in value && String(value.Error).startsWith('States.');
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, isServices && name === 'Cause' ? '' : plain(inner)]),
  );
};

const namesIn = (definition: object): readonly (readonly [string, string])[] =>
  [...JSON.stringify(definition).matchAll(/"(s\d+)":\{"Type":"\w+"(?:,"Resource":"[^"]*:([^":]*)")?/g)].map(
    ([, name = '', does = '']) => [name, does] as const,
  );

export const theirs = async (definition: object, input: unknown): Promise<Outcome> => {
  const machine = new StateMachine(structuredClone(definition) as ConstructorParameters<typeof StateMachine>[0], {
    validationOptions: { noValidate: true },
  });
  const names = namesIn(definition);
  const overrides = {
    taskResourceLocalHandlers: Object.fromEntries(
      names.map(([name, does]) => [name, async (given: unknown) => functions[does]?.(given) as never]),
    ),
    retryIntervalOverrides: Object.fromEntries(names.map(([name]) => [name, 0])),
  };
  try {
    return { output: plain(await machine.run(structuredClone(input) as never, { overrides }).result) };
  } catch (thrown) {
    const cause = thrown instanceof ExecutionError ? thrown.cause : thrown;
    const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
    return failure(name, message);
  }
};
