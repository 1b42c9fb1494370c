import { isJsonObject, type JsonFields, type JsonObject } from '../json/json.ts';
import type { Visit } from './branch.ts';
import type { ExecutionScope } from './execution-scope.ts';

const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** What stays the same for a whole execution is made once: a context is made for every expression. */
const constants = new WeakMap<ExecutionScope, JsonObject>();

const constantsOf = (execution: ExecutionScope): JsonObject => {
  const known = constants.get(execution);
  if (known !== undefined) return known;
  const made: JsonObject = {
    Execution: {
      Id: execution.arn,
      Input: execution.input,
      StartTime: isoTime(execution.startTime),
      Name: execution.name,
      RoleArn: execution.roleArn,
      RedriveCount: execution.redriveCount,
      ...(execution.redriveTime === undefined ? {} : { RedriveTime: isoTime(execution.redriveTime) }),
    },
    StateMachine: { Id: execution.stateMachine.id, Name: execution.stateMachine.name },
  };
  constants.set(execution, made);
  return made;
};

/** The fields of a state, and the states of one moment, are evaluated one after another. */
let lastTime = { milliseconds: 0, text: isoTime(0) };

const enteredTime = (milliseconds: number): string => {
  if (lastTime.milliseconds !== milliseconds) lastTime = { milliseconds, text: isoTime(milliseconds) };
  return lastTime.text;
};

/** Only a state that can be retried has a count of its retries, as recorded on AWS. */
const stateOf = (visit: Visit): JsonObject => {
  const { Type } = visit.state;
  const state = { Name: visit.name, EnteredTime: enteredTime(visit.entered.timestamp) };
  return Type === 'Task' || Type === 'Parallel' || Type === 'Map' ? { ...state, RetryCount: visit.retryCount } : state;
};

/** What a test gives stands for what an execution would say of itself. */
const givenContext = (visit: Visit, given: JsonObject): JsonObject => {
  const own = stateOf(visit);
  const { State: state } = given;
  return { ...given, State: isJsonObject(state) ? { ...own, ...state } : own };
};

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
export const contextObject = (
  visit: Visit,
  mapContext: JsonObject | undefined = visit.branch.mapContext,
): JsonObject => {
  const { execution } = visit.branch;
  const given = execution.context;
  if (given !== undefined) return givenContext(visit, given);
  const context: JsonFields = {
    ...constantsOf(execution),
    State: stateOf(visit),
  };
  if (mapContext !== undefined) context['Map'] = mapContext;
  if (visit.taskToken !== undefined) context['Task'] = { Token: visit.taskToken };
  return context;
};
