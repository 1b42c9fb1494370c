import type { Artifact } from '../artifacts/artifact.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { forEachLimited } from '../artifacts/for-each-limited.ts';
import { decodeCursor, encodeCursor } from '../paging/cursor.ts';
import type { DocumentClient } from './document-client.ts';
import {
  type ArtifactItem,
  artifactFromItem,
  artifactItem,
  artifactKey,
  readItem,
  runArtifactsKey,
} from './artifact-item.ts';
import { isConditionFailure } from './conditional-update.ts';
import type { ExecutionReference } from '../runs/run.ts';

/** What DynamoDB takes in one BatchWriteItem and gives in one BatchGetItem. */
const writeBatch = 25;
const getBatch = 100;
const parallelBatches = 4;

/** Records of artifacts in DynamoDB, by the keys of docs/table.md. */
export function createArtifactStore(documents: DocumentClient, tableName: string): ArtifactStore {
  async function putAll(items: readonly Record<string, unknown>[]): Promise<void> {
    await forEachLimited(chunks(items, writeBatch), parallelBatches, async (batch) => {
      let requests: NonNullable<BatchWriteRequests> | undefined = {
        [tableName]: batch.map((Item) => ({ PutRequest: { Item } })),
      };
      // What was throttled comes back unwritten.
      for (let tries = 0; requests !== undefined && Object.keys(requests).length > 0; tries += 1) {
        if (tries > 0) await backOff(tries);
        requests = (await documents.batchWrite({ RequestItems: requests })).UnprocessedItems;
      }
    });
  }

  return {
    put: (artifacts) => putAll(artifacts.map(artifactItem)),

    async claim(artifact): Promise<Artifact> {
      try {
        await documents.put({
          TableName: tableName,
          Item: artifactItem(artifact),
          ConditionExpression: 'attribute_not_exists(pk)',
        });
        return artifact;
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        return (await this.get(artifact.project, artifact.artifactId)) ?? artifact;
      }
    },

    async get(project, artifactId): Promise<Artifact | undefined> {
      const { Item } = await documents.get({
        TableName: tableName,
        Key: artifactKey(project, artifactId),
        ConsistentRead: true,
      });
      return Item === undefined ? undefined : artifactFromItem(project, Item as ArtifactItem);
    },

    async getMany(project, artifactIds): Promise<ReadonlyMap<string, Artifact>> {
      const found = new Map<string, Artifact>();
      await forEachLimited(chunks([...new Set(artifactIds)], getBatch), parallelBatches, async (batch) => {
        let requests: BatchGetRequests = {
          [tableName]: { Keys: batch.map((id) => artifactKey(project, id)), ConsistentRead: true },
        };
        for (let tries = 0; requests !== undefined && Object.keys(requests).length > 0; tries += 1) {
          if (tries > 0) await backOff(tries);
          const answer: Awaited<ReturnType<DocumentClient['batchGet']>> = await documents.batchGet({
            RequestItems: requests,
          });
          for (const item of answer.Responses?.[tableName] ?? []) {
            const artifact = artifactFromItem(project, item as ArtifactItem);
            found.set(artifact.artifactId, artifact);
          }
          requests = answer.UnprocessedKeys;
        }
      });
      return found;
    },

    recordReuse: (_, artifacts, reusedBy) =>
      putAll(artifacts.map((artifact) => artifactItem({ ...artifact, reusedBy }))),

    recordReads: (project, artifactIds, reader, at) =>
      putAll([...new Set(artifactIds)].map((artifactId) => readItem(project, artifactId, reader, at))),

    async readers(project, artifactId): Promise<readonly ExecutionReference[]> {
      const readers: ExecutionReference[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const page = await documents.query({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :read)',
          ExpressionAttributeValues: { ':pk': artifactKey(project, artifactId).pk, ':read': 'READ#' },
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        });
        for (const item of page.Items ?? []) {
          const { runId, node, executionId } = item as ExecutionReference;
          readers.push({ runId, node, executionId });
        }
        from = page.LastEvaluatedKey;
      } while (from !== undefined);
      return readers;
    },

    async listOfRun(project, runId, { cursor, limit }) {
      const gsi1pk = runArtifactsKey(project, runId);
      const start = cursor === undefined ? undefined : decodeCursor(cursor, ['string', 'string', 'string']);
      const page = await documents.query({
        TableName: tableName,
        IndexName: 'index1',
        KeyConditionExpression: 'gsi1pk = :pk',
        ExpressionAttributeValues: { ':pk': gsi1pk },
        Limit: limit,
        ...(start === undefined
          ? {}
          : { ExclusiveStartKey: { pk: artifactKey(project, start[0]).pk, sk: start[1], gsi1pk, gsi1sk: start[2] } }),
      });
      const items = (page.Items ?? []).map((item) => artifactFromItem(project, item as ArtifactItem));
      const last = page.Items?.at(-1) as ArtifactItem | undefined;
      return {
        items,
        ...(page.LastEvaluatedKey === undefined || last === undefined
          ? {}
          : { nextCursor: encodeCursor([last.artifactId, last.sk, last.gsi1sk ?? '']) }),
      };
    },
  };
}

type BatchWriteRequests = Parameters<DocumentClient['batchWrite']>[0]['RequestItems'];
type BatchGetRequests = Parameters<DocumentClient['batchGet']>[0]['RequestItems'];

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

async function backOff(tries: number): Promise<void> {
  const milliseconds = Math.min(50 * 2 ** tries, 5000) * Math.random();
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
