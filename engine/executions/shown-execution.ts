import type { ExecutionListItem, HistoryEvent as SfnHistoryEvent } from '@aws-sdk/client-sfn';
import { detailsField, type HistoryEvent } from '../history/history-event.ts';
import type { StoredExecution } from '../journal/stored-execution.ts';
import type { JsonFields } from '../json/json.ts';

/** A child that a redriven Map Run has not come to yet. */
export type ShownStatus = StoredExecution['status'] | 'PENDING_REDRIVE';

export const listItem = (stored: StoredExecution, status: ShownStatus): ExecutionListItem => ({
  executionArn: stored.arn,
  stateMachineArn: stored.machineArn,
  name: stored.name,
  status,
  startDate: new Date(stored.startDate),
  ...(stored.stopDate === undefined ? {} : { stopDate: new Date(stored.stopDate) }),
  ...(stored.mapRunArn === undefined ? {} : { mapRunArn: stored.mapRunArn }),
  ...(stored.itemCount === undefined ? {} : { itemCount: stored.itemCount }),
  ...(stored.versionArn === undefined ? {} : { stateMachineVersionArn: stored.versionArn }),
  ...(stored.aliasArn === undefined ? {} : { stateMachineAliasArn: stored.aliasArn }),
  redriveCount: stored.redriveCount,
  ...(stored.redriveDate === undefined ? {} : { redriveDate: new Date(stored.redriveDate) }),
});

interface ShownData {
  readonly input?: string;
  readonly inputDetails?: { readonly included: boolean };
  readonly output?: string;
  readonly outputDetails?: { readonly included: boolean };
  readonly error?: string;
  readonly cause?: string;
}

/** What went in and came out, unless only metadata are asked for. */
export const shownData = (
  { input, output, error, cause }: StoredExecution,
  includedData: string | undefined,
): ShownData => {
  if (includedData === 'METADATA_ONLY') return {};
  return {
    input,
    inputDetails: { included: true },
    ...(output === undefined ? {} : { output, outputDetails: { included: true } }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
};

const DATA_FIELDS = new Set(['input', 'inputDetails', 'output', 'outputDetails']);

export const shownEvent = (event: HistoryEvent, includeData: boolean): SfnHistoryEvent => {
  const base: SfnHistoryEvent = {
    timestamp: new Date(event.timestamp),
    type: event.type,
    id: event.id,
    previousEventId: event.previousEventId,
  };
  if (event.details === undefined) return base;
  let details: JsonFields = { ...event.details };
  if (!includeData) details = Object.fromEntries(Object.entries(details).filter(([name]) => !DATA_FIELDS.has(name)));
  return Object.assign(base, { [detailsField(event.type)]: details });
};
