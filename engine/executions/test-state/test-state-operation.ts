import type { InspectionData, TestStateCommandInput } from '@aws-sdk/client-sfn';
import type { Clock } from '../../clock/clock.ts';
import type { EngineLimits } from '../../engine-limits.ts';
import type { HistoryEvent } from '../../history/history-event.ts';
import type { Branch, Visit } from '../../interpreter/branch.ts';
import type { ActivityTasks, ExecutionScope, InspectionStage, TaskRunner } from '../../interpreter/execution-scope.ts';
import { createHalt } from '../../interpreter/halt.ts';
import type { Recorder } from '../../interpreter/recorder.ts';
import { runFlow } from '../../interpreter/run-flow.ts';
import { runSingleState, variablesAfter, type Mock, type SingleStateEnd } from '../../interpreter/run-single-state.ts';
import { isJsonObject, parseJson, type Json, type JsonFields, type JsonObject } from '../../json/json.ts';
import { payload, payloadText } from '../../json/payload.ts';
import { checkArn, type Account } from '../arn.ts';
import type { StepFunctionsApi } from '../step-functions-api.ts';
import type { NewId } from '../new-id.ts';
import { StepFunctionsError } from '../step-functions-error.ts';
import type { TaskTokenRegistry } from '../task-tokens.ts';
import { givenContext } from './given-context.ts';
import { readMock, waitsForWork } from './read-mock.ts';
import { testedState, type TestedState } from './tested-state.ts';

export interface TestStateNeeds {
  readonly account: Account;
  readonly clock: Clock;
  readonly limits: EngineLimits;
  readonly tasks: TaskRunner;
  readonly tokens: TaskTokenRegistry;
  readonly activities: ActivityTasks;
  readonly newId: NewId;
}

const read = (text: string | undefined, otherwise: Json, fail: (message: string) => StepFunctionsError): Json => {
  if (text === undefined) return otherwise;
  try {
    return parseJson(text);
  } catch (error) {
    throw fail((error as Error).message);
  }
};

const invalid = (message: string): StepFunctionsError => new StepFunctionsError('ValidationException', message);

/** Events of a state that is tested are nobody's history. */
const recorderOf = (clock: Clock): Recorder => {
  let last = 0;
  return {
    keyed: false,
    record(_key, type, previousEventId, details): HistoryEvent {
      const base = { id: ++last, type, timestamp: clock.now(), previousEventId };
      return details === undefined ? base : { ...base, details };
    },
    recorded: () => undefined,
    note: (_key, make) => make(),
    renote: () => undefined,
    noted: () => undefined,
    committed: () => undefined,
  };
};

type Inspected = Partial<Record<InspectionStage, Json>>;

const NUMBERS: ReadonlySet<string> = new Set(['maxConcurrency', 'toleratedFailureCount', 'toleratedFailurePercentage']);

const shownInspection = (inspected: Inspected, end: SingleStateEnd, variables: JsonObject): InspectionData => {
  const shown: Record<string, string | number | object> = {};
  for (const [stage, value] of Object.entries(inspected)) {
    shown[stage] = NUMBERS.has(stage) ? Number(value) : JSON.stringify(value);
  }
  if (Object.keys(variables).length > 0) shown['variables'] = JSON.stringify(variables);
  if (end.kind === 'retriable') {
    shown['errorDetails'] = { retryIndex: end.retryIndex, retryBackoffIntervalSeconds: Math.round(end.seconds) };
  }
  if (end.kind === 'caught') shown['errorDetails'] = { catchIndex: end.catchIndex };
  return shown;
};

const answerOf = (
  end: SingleStateEnd,
  inspectionData: InspectionData | undefined,
): Awaited<ReturnType<StepFunctionsApi['testState']>> => {
  const inspection = inspectionData === undefined ? {} : { inspectionData };
  if (end.kind === 'succeeded') {
    const { output, next } = end.exit;
    return {
      output: payloadText(output),
      ...inspection,
      ...(next === undefined ? {} : { nextState: next }),
      status: 'SUCCEEDED',
    };
  }
  const { error, cause } = end.failure;
  const failed = { error, ...(cause === undefined ? {} : { cause }), ...inspection };
  if (end.kind === 'retriable') return { ...failed, status: 'RETRIABLE' };
  if (end.kind === 'failed') return { ...failed, status: 'FAILED' };
  const { output, next } = end.exit;
  return {
    ...failed,
    output: payloadText(output),
    ...(next === undefined ? {} : { nextState: next }),
    status: 'CAUGHT_ERROR',
  };
};

/** Runs one state alone: https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html */
export const createTestState = (needs: TestStateNeeds): StepFunctionsApi['testState'] => {
  const { account, clock, limits, tasks, tokens, activities, newId } = needs;

  const scopeOf = (
    input: TestStateCommandInput,
    data: Json,
    context: JsonObject,
    inspected: Inspected,
  ): ExecutionScope => {
    const machine = `TestState-${newId(() => false)}`;
    const name = newId(() => false);
    const arn = `arn:aws:states:${account.region}:${account.accountId}:express:${machine}:${name}`;
    const machineArn = `arn:aws:states:${account.region}:${account.accountId}:stateMachine:${machine}`;
    const roleArn = input.roleArn ?? '';
    const now = clock.now();
    const Execution: JsonFields = { Id: arn, Input: data, Name: name };
    if (roleArn !== '') Execution['RoleArn'] = roleArn;
    Execution['StartTime'] = new Date(now).toISOString();
    return {
      arn,
      name,
      input: data,
      startTime: now,
      redriveCount: 0,
      redriveTime: undefined,
      redrivenEventId: 0,
      roleArn,
      stateMachine: { id: machineArn, name: machine },
      seed: arn,
      region: account.region,
      clock,
      limits,
      recorder: recorderOf(clock),
      tasks,
      tokens: tokens.of(arn, 0),
      activities,
      context: { Execution, StateMachine: { Id: machineArn, Name: machine }, ...context },
      inspect: (stage, value) => {
        inspected[stage] = value;
      },
      openMapRun: () => {
        throw invalid('A Map state is tested with a mock');
      },
    };
  };

  const visitOf = (
    { name, state, language }: TestedState,
    execution: ExecutionScope,
    variables: JsonObject,
    retryCount: number,
  ): Visit => {
    const branch: Branch = {
      execution,
      path: '',
      halt: createHalt(),
      queryLanguage: language,
      mapContext: undefined,
      mapIndices: [],
      runFlow,
      iteration: undefined,
      variables,
      variableBytes: 0,
      lastEventId: 0,
      visits: 1,
      current: undefined,
    };
    const entered = execution.recorder.record('', `${state.Type}StateEntered`, 0, undefined);
    const input = payload(execution.input);
    return {
      branch,
      name,
      state,
      path: '/state#1',
      input,
      language,
      entered,
      since: entered.timestamp,
      retryCount,
      taskToken: undefined,
    };
  };

  const checkAnswer = async (
    tested: TestedState,
    mock: Mock | undefined,
    input: TestStateCommandInput,
  ): Promise<void> => {
    const mode = input.mock?.fieldValidationMode ?? 'STRICT';
    if (mock?.kind !== 'result' || tested.state.Type !== 'Task' || mode === 'NONE') return;
    const fault = await tasks.mockFault(tested.state.Resource, mock.result, mode === 'STRICT');
    if (fault !== undefined) throw invalid(fault);
  };

  return async (input) => {
    const tested = testedState(input.definition ?? '', input.stateName, limits);
    if (input.roleArn !== undefined && !input.roleArn.startsWith('arn:')) checkArn(input.roleArn, []);
    const mock = readMock(tested.state, input);
    const context = givenContext(input.context, waitsForWork(tested.state));
    await checkAnswer(tested, mock, input);
    const data = read(
      input.input,
      {},
      (message) =>
        new StepFunctionsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${message}'`),
    );
    const given = read(input.variables, {}, (message) => invalid(`Variables must be valid JSON: ${message}`));
    if (!isJsonObject(given)) throw invalid('Variables must be a JSON object');
    const { stateConfiguration } = input;
    const readerData = read(stateConfiguration?.mapItemReaderData, null, (message) =>
      invalid(`Map item reader data must be valid JSON: ${message}`),
    );
    const inspected: Inspected = { input: data };
    const retriesBefore = stateConfiguration?.retrierRetryCount ?? 0;
    const visit = visitOf(tested, scopeOf(input, data, context, inspected), given, retriesBefore);
    const end = await runSingleState(visit, {
      mock,
      retriesBefore,
      failedIterations: stateConfiguration?.mapIterationFailureCount ?? 0,
      readerData: stateConfiguration?.mapItemReaderData === undefined ? undefined : readerData,
    });
    const assigned = end.kind === 'succeeded' || end.kind === 'caught' ? end.exit.assigned : undefined;
    const detailed = input.inspectionLevel === 'DEBUG' || input.inspectionLevel === 'TRACE';
    return answerOf(end, detailed ? shownInspection(inspected, end, variablesAfter(visit, assigned)) : undefined);
  };
};
