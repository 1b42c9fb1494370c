import { uuidFrom } from '../expression/seeded-random.ts';
import type { Account } from './arn.ts';
import type { RedriveStatus } from './redrive-status.ts';
import type { ExecutionStatusChangeEvent } from './status-change-event.ts';
import type { StoredExecution } from '../journal/stored-execution.ts';

/** EventBridge leaves out data of more than this many bytes: https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html */
const LONGEST_DATA = 248 * 1024;

const fitting = (text: string | undefined): string | null =>
  text === undefined || Buffer.byteLength(text) > LONGEST_DATA ? null : text;

const isoSeconds = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;

/** The event of an execution's present status. */
export const statusChangeEvent = (
  { region, accountId }: Account,
  stored: StoredExecution,
  redrive: RedriveStatus,
  random: () => number,
): ExecutionStatusChangeEvent => {
  const input = fitting(stored.input);
  const output = fitting(stored.output);
  return {
    version: '0',
    id: uuidFrom(random),
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account: accountId,
    time: isoSeconds(stored.stopDate ?? stored.startDate),
    region,
    resources: [stored.arn],
    detail: {
      executionArn: stored.arn,
      stateMachineArn: stored.machineArn,
      name: stored.name,
      status: stored.status,
      startDate: stored.startDate,
      stopDate: stored.stopDate ?? null,
      input,
      output,
      stateMachineVersionArn: stored.versionArn ?? null,
      stateMachineAliasArn: stored.aliasArn ?? null,
      redriveCount: stored.redriveCount,
      redriveDate: stored.redriveDate ?? null,
      redriveStatus: redrive.redriveStatus ?? 'NOT_REDRIVABLE',
      redriveStatusReason: redrive.redriveStatusReason ?? null,
      inputDetails: { included: input !== null },
      outputDetails: stored.output === undefined ? null : { included: output !== null },
      error: stored.error ?? null,
      cause: stored.cause ?? null,
    },
  };
};
