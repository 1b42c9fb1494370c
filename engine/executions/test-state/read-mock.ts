import type { TestStateCommandInput } from '@aws-sdk/client-sfn';
import type { State } from '../../asl/index.ts';
import type { Mock } from '../../interpreter/run-single-state.ts';
import { isJsonArray, isJsonObject, parseJson, type Json } from '../../json/json.ts';
import { parseTaskResource } from '../../tasks/task-resource.ts';
import { StepFunctionsError } from '../step-functions-error.ts';

const refuse = (message: string): StepFunctionsError => new StepFunctionsError('ValidationException', message);

const COMPOSITE = new StepFunctionsError(
  'InvalidDefinition',
  'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
);

/** Whether a Task's work goes on after its service has answered: then it can only be tested with a mock. */
export const waitsForWork = (state: State): boolean => {
  if (state.Type !== 'Task') return false;
  const resource = parseTaskResource(state.Resource);
  return resource.kind === 'activity' || ('pattern' in resource && resource.pattern !== 'requestResponse');
};

const checkNeed = (state: State, mock: TestStateCommandInput['mock']): void => {
  if (mock === undefined) {
    if (state.Type === 'Map' || state.Type === 'Parallel') throw COMPOSITE;
    if (state.Type === 'Task' && waitsForWork(state)) {
      throw new StepFunctionsError(
        'InvalidDefinition',
        `TestState API supports the resource '${state.Resource}' only when a mock is specified`,
      );
    }
    return;
  }
  if (state.Type !== 'Task' && state.Type !== 'Map' && state.Type !== 'Parallel') {
    throw refuse(`State type '${state.Type}' is not supported when a mock is specified`);
  }
};

const checkResult = (state: State, result: Json): void => {
  if (state.Type === 'Map' && state.ResultWriter?.Resource !== undefined) {
    if (!isJsonObject(result)) throw refuse('Mocked result must be a JSON object.');
  } else if (state.Type === 'Map' || state.Type === 'Parallel') {
    if (!isJsonArray(result)) throw refuse('Mocked result must be an array.');
    if (state.Type === 'Parallel' && result.length !== state.Branches.length) {
      throw refuse('Mocked result must contain the same number of items as number of Parallel branches.');
    }
  }
};

/** What stands for the state's work, checked against the state. Throws AWS's errors. */
export const readMock = (state: State, input: TestStateCommandInput): Mock | undefined => {
  const { mock, revealSecrets } = input;
  checkNeed(state, mock);
  if (mock === undefined) return undefined;
  if (revealSecrets === true) throw refuse('TestState does not support RevealSecrets when a mock is specified.');
  const { result: text, errorOutput } = mock;
  if ((text === undefined) === (errorOutput === undefined)) {
    throw refuse('A test mock should have only one of the following fields: [result, errorOutput].');
  }
  if (errorOutput !== undefined) {
    return { kind: 'error', error: errorOutput.error ?? '', cause: errorOutput.cause };
  }
  let result: Json;
  try {
    result = parseJson(text ?? '');
  } catch {
    throw refuse('Mocked result must be valid JSON');
  }
  checkResult(state, result);
  return { kind: 'result', result };
};
