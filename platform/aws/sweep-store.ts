import type { SweepKey, SweepRecord, SweepStopped, SweepStore } from '../runs/sweep-store.ts';
import type { RunTable } from './run-store.ts';

/** Sweeps in DynamoDB, by the keys of docs/table.md. */
export function createSweepStore({ documents, tableName }: RunTable): SweepStore {
  return {
    async recordTrials(key, trials) {
      await documents.update({
        TableName: tableName,
        Key: sweepItemKey(key),
        UpdateExpression: 'SET trial = :trial, trials = :trials',
        ExpressionAttributeValues: { ':trial': key.trial, ':trials': trials },
      });
    },

    async stop(key, stop) {
      await documents.update({
        TableName: tableName,
        Key: sweepItemKey(key),
        UpdateExpression: 'SET trial = :trial, stopped = if_not_exists(stopped, :stop)',
        ExpressionAttributeValues: { ':trial': key.trial, ':stop': stop },
      });
    },

    async get(key) {
      const { Item } = await documents.get({ TableName: tableName, Key: sweepItemKey(key), ConsistentRead: true });
      return Item === undefined ? undefined : recordOf(Item as unknown as SweepItem);
    },

    async list(key) {
      const records: SweepRecord[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const page = await documents.query({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :generation)',
          ExpressionAttributeValues: { ':pk': partitionOf(key), ':generation': generationOf(key) },
          ConsistentRead: true,
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        });
        for (const item of page.Items ?? []) records.push(recordOf(item as unknown as SweepItem));
        from = page.LastEvaluatedKey;
      } while (from !== undefined);
      return records;
    },
  };
}

function sweepItemKey(key: SweepKey): { readonly pk: string; readonly sk: string } {
  // Padded, so that the sort key is in trial order.
  const padded = key.trial.map((index) => String(index).padStart(6, '0'));
  return { pk: partitionOf(key), sk: `${generationOf(key)}${padded.join('.')}` };
}

function partitionOf({ project, runId, node }: Omit<SweepKey, 'trial' | 'generation'>): string {
  return `P#${project}#RUN#${runId}#SWEEP#${node}`;
}

function generationOf({ generation }: Pick<SweepKey, 'generation'>): string {
  return `${generation}#`;
}

interface SweepItem extends Omit<SweepRecord, 'stop'> {
  readonly stopped?: SweepStopped;
}

function recordOf({ trial, trials, stopped }: SweepItem): SweepRecord {
  return {
    trial,
    ...(trials === undefined ? {} : { trials }),
    ...(stopped === undefined ? {} : { stop: stopped }),
  };
}
