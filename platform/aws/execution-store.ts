import type { AttemptKey, AttemptResult, BeginAnswer, ExecutionStore } from '../runs/execution-store.ts';
import { inParallel } from '../concurrency/in-parallel.ts';
import { attemptPrefix } from '../runs/run-keys.ts';
import { executionIdOf, type Execution } from '../runs/run.ts';
import type { DocumentClient } from './document-client.ts';
import { attemptOrder } from './attempt-order.ts';
import { type BulkyParts, bulkyFromItem, executionFromItem, type ExecutionItem } from './execution-item.ts';
import { getItem, type KeyedItem, listItems, summariseItems } from './execution-reads.ts';
import * as writes from './execution-writes.ts';

/** Where the parts of an execution go that an item of 400 KB does not hold. */
export interface BulkyObjects {
  putText(key: string, text: string, mediaType: string): Promise<void>;
  getText(key: string): Promise<string | undefined>;
}

export interface ExecutionStoreOptions {
  readonly documents: DocumentClient;
  readonly tableName: string;
  readonly objects: BulkyObjects;
}

/** Longest JSON text that is kept in the item itself; an item is read as a whole, so a small one is also a cheap one. */
const inlineLimit = 64 * 1024;

type NodeKey = Pick<AttemptKey, 'project' | 'runId' | 'node'>;

/** Executions in DynamoDB, by the keys of docs/table.md. */
export function createExecutionStore(options: ExecutionStoreOptions): ExecutionStore {
  const { objects } = options;

  async function bulkyOf(item: ExecutionItem): Promise<BulkyParts> {
    if (item.overflow === undefined) return bulkyFromItem(item);
    const text = await objects.getText(item.overflow);
    // The object is written before the item names it, so its absence means that somebody removed it.
    if (text === undefined) throw new Error(`the record "${item.overflow}" was removed from the bucket`);
    return JSON.parse(text) as BulkyParts;
  }

  async function toExecution(key: NodeKey, item: ExecutionItem): Promise<Execution> {
    return executionFromItem(key, item, await bulkyOf(item));
  }

  async function storeResult(key: AttemptKey, result: AttemptResult): Promise<writes.StoredResult> {
    const metadata = JSON.stringify(result.metadata);
    const inputs = JSON.stringify(result.inputs);
    const outputs = JSON.stringify(result.outputs);
    if (metadata.length + inputs.length + outputs.length <= inlineLimit) return { metadata, inputs, outputs };
    const execution = { ...key, executionId: executionIdOf(key.node, key.trial) };
    const overflow = `${attemptPrefix(key.project, key.runId, execution)}record.json`;
    await objects.putText(
      overflow,
      `{"metadata":${metadata},"inputs":${inputs},"outputs":${outputs}}`,
      'application/json',
    );
    return { overflow };
  }

  return {
    async begin(key, parameters, startedAt, status = 'running'): Promise<BeginAnswer> {
      // A new round's item may be gone between the two calls only if somebody deletes the run: then begin anew.
      for (;;) {
        const begun = await writes.beginAttempt(options, key, JSON.stringify(parameters), startedAt, status);
        if (begun) return { kind: 'begun' };
        const item = await getItem(options, key.project, key.runId, key.node, key.trial);
        if (item === undefined) continue;
        const execution = await toExecution(key, item);
        return { kind: item.status === 'succeeded' ? 'already-succeeded' : 'superseded', execution };
      }
    },

    async recordProgress(key, metadata): Promise<boolean> {
      const text = JSON.stringify(metadata);
      // Too large for the item while it runs; it is recorded at the end.
      if (text.length > inlineLimit) return true;
      return writes.recordProgress(options, key, text);
    },

    async finishAttempt(key, result): Promise<boolean> {
      const stored = await storeResult(key, result);
      if (await writes.finishAttempt(options, key, result, stored)) return true;
      // The SDK sends again when an answer is lost: then what stands is this very result.
      const item = await getItem(options, key.project, key.runId, key.node, key.trial);
      return (
        item?.order === attemptOrder(key.generation, key.attempt).order &&
        item.outcomeKind === result.outcome.kind &&
        item.finishedAt === result.finishedAt
      );
    },

    async setFate(key, fate, reason, at): Promise<boolean> {
      if (await writes.setFirstFate(options, key, fate, reason, at)) return true;
      return writes.setLaterFate(options, key, fate, reason, at);
    },

    async forget(project, runId, node, { successes, axisSizes }): Promise<void> {
      const found: KeyedItem[] = [];
      for await (const item of listItems(options, project, runId, node, axisSizes)) {
        if (item.status !== 'succeeded' || successes(item.trial)) found.push(item);
      }
      await inParallel(found, 32, ({ status, trial }) => {
        const key = { project, runId, node, trial };
        return status === 'succeeded' ? writes.removeSuccess(options, key) : writes.removeUnsuccessful(options, key);
      });
    },

    async get(project, runId, node, trial): Promise<Execution | undefined> {
      const item = await getItem(options, project, runId, node, trial);
      return item === undefined ? undefined : toExecution({ project, runId, node }, item);
    },

    async *list(project, runId, node, axisSizes): AsyncGenerator<Execution> {
      for await (const item of listItems(options, project, runId, node, axisSizes)) {
        yield await toExecution({ project, runId, node }, item);
      }
    },

    summarise: (project, runId, node, axisSizes) => summariseItems(options, project, runId, node, axisSizes),
  };
}
