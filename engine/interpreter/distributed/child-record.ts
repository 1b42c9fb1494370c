import { parseJson, type Json, type JsonFields, type JsonObject } from '../../json/json.ts';
import type { ChildOutcome } from '../execution-scope.ts';

export const RESULT_STATUSES = ['FAILED', 'PENDING', 'SUCCEEDED'] as const;
export type ResultStatus = (typeof RESULT_STATUSES)[number];
export type Transformation = 'NONE' | 'COMPACT' | 'FLATTEN';

/** What was stopped stands with what failed: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html */
export const resultStatus = (outcome: ChildOutcome): ResultStatus =>
  outcome.status === 'SUCCEEDED' ? 'SUCCEEDED' : 'FAILED';

const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** A child with all that is known of it, as the export without transformation has it. */
export const childRecord = (outcome: ChildOutcome): JsonObject => {
  const record: JsonFields = {};
  if (outcome.cause !== undefined) record['Cause'] = outcome.cause;
  if (outcome.error !== undefined) record['Error'] = outcome.error;
  record['ExecutionArn'] = outcome.arn;
  record['Input'] = outcome.input;
  record['InputDetails'] = { Included: true };
  record['Name'] = outcome.name;
  if (outcome.output !== undefined) record['Output'] = outcome.output;
  record['OutputDetails'] = { Included: true };
  record['RedriveCount'] = outcome.redriveCount;
  if (outcome.status === 'SUCCEEDED') {
    record['RedriveStatus'] = 'NOT_REDRIVABLE';
    record['RedriveStatusReason'] = 'Execution is SUCCEEDED and cannot be redriven';
  } else record['RedriveStatus'] = 'REDRIVABLE_BY_MAP_RUN';
  record['StartDate'] = isoTime(outcome.startDate);
  record['StateMachineArn'] = outcome.stateMachineArn;
  record['Status'] = outcome.status;
  record['StopDate'] = isoTime(outcome.stopDate);
  return record;
};

/** A child that was never started, since its Map Run had failed before. */
export const pendingRecord = (input: string): JsonObject => ({
  Input: input,
  InputDetails: { Included: true },
  Status: 'PENDING',
});

/** The texts that one child adds to its results. A failed child is never transformed. */
export const childResults = (outcome: ChildOutcome, transformation: Transformation): readonly string[] => {
  const { output } = outcome;
  if (transformation === 'NONE' || outcome.status !== 'SUCCEEDED' || output === undefined) {
    return [JSON.stringify(childRecord(outcome))];
  }
  if (transformation === 'FLATTEN' && output.trimStart().startsWith('[')) {
    return (parseJson(output) as readonly Json[]).map((item) => JSON.stringify(item));
  }
  return [output];
};
