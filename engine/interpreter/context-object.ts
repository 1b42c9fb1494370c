import type { JsonFields, JsonObject } from '../json/json.ts';
import type { Visit } from './branch.ts';

const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
export const contextObject = (
  visit: Visit,
  mapContext: JsonObject | undefined = visit.branch.mapContext,
): JsonObject => {
  const { execution } = visit.branch;
  const context: JsonFields = {
    Execution: {
      Id: execution.arn,
      Input: execution.input,
      Name: execution.name,
      RoleArn: execution.roleArn,
      StartTime: isoTime(execution.startTime),
      RedriveCount: execution.redriveCount,
    },
    StateMachine: { Id: execution.stateMachine.id, Name: execution.stateMachine.name },
    State: { Name: visit.name, EnteredTime: isoTime(visit.entered.timestamp), RetryCount: visit.retryCount },
  };
  if (mapContext !== undefined) context['Map'] = mapContext;
  if (visit.taskToken !== undefined) context['Task'] = { Token: visit.taskToken };
  return context;
};
