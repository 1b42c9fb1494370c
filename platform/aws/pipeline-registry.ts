import { decodeCursor, encodeCursor } from '../paging/cursor.ts';
import type {
  PipelineRegistry,
  PipelineStructure,
  PipelineVersion,
  VersionSummary,
} from '../pipelines/pipeline-registry.ts';
import { isConditionFailure } from './conditional-update.ts';
import type { RunTable } from './run-store.ts';

/** Names of pipelines and handlers are the users', so a record is one JSON text beside its keys. */
interface RecordItem {
  readonly record: string;
}

/** Pipelines, their versions and structures in DynamoDB, by the keys of docs/table.md. */
export function createPipelineRegistry(table: RunTable): PipelineRegistry {
  const { documents, tableName } = table;

  async function read(pk: string, sk: string): Promise<string | undefined> {
    const { Item } = await documents.get({ TableName: tableName, Key: { pk, sk }, ConsistentRead: true });
    return (Item as RecordItem | undefined)?.record;
  }

  /** False: it stands already. */
  async function putNew(item: Record<string, unknown>): Promise<boolean> {
    try {
      await documents.put({ TableName: tableName, Item: item, ConditionExpression: 'attribute_not_exists(pk)' });
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  }

  return {
    async putVersion(version) {
      const { pk, sk } = versionItem(version);
      const isNew = await putNew(versionItem(version));
      const standing = isNew ? version : (versionFrom(await read(pk, sk)) ?? version);
      await documents.put({ TableName: tableName, Item: latestItem(standing) });
      return standing;
    },

    async putDeployed(version, structure) {
      // The latest last: a run that starts in between finds all of what it names.
      for (const Item of [structureItem(structure), versionItem(version), latestItem(version)]) {
        await documents.put({ TableName: tableName, Item });
      }
    },

    getVersion: async (project, pipeline, definitionHash) =>
      versionFrom(await read(pipelineKey(project, pipeline), versionKey(definitionHash))),

    getLatest: async (project, pipeline) => versionFrom(await read(pipelineKey(project, pipeline), 'PIPELINE')),

    async listLatest(project, page) {
      const last = page.cursor === undefined ? undefined : decodeCursor(page.cursor, ['string'])[0];
      const { Items, LastEvaluatedKey } = await documents.query({
        TableName: tableName,
        IndexName: 'index1',
        KeyConditionExpression: last === undefined ? 'gsi1pk = :pk' : 'gsi1pk = :pk AND gsi1sk > :last',
        ExpressionAttributeValues: {
          ':pk': `P#${project}#PIPELINES`,
          ...(last === undefined ? {} : { ':last': last }),
        },
        Limit: page.limit,
      });
      const items = (Items ?? []).map((item) => JSON.parse((item as RecordItem).record) as PipelineVersion);
      const final = items.at(-1);
      return LastEvaluatedKey === undefined || final === undefined
        ? { items }
        : { items, nextCursor: encodeCursor([final.pipeline]) };
    },

    async listVersions(project, pipeline) {
      const versions: VersionSummary[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const page = await documents.query({
          TableName: tableName,
          IndexName: 'index1',
          KeyConditionExpression: 'gsi1pk = :pk',
          ExpressionAttributeValues: { ':pk': `${pipelineKey(project, pipeline)}#VERSIONS` },
          ScanIndexForward: false,
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        });
        for (const { definitionHash, createdAt } of (page.Items ?? []) as VersionSummary[]) {
          versions.push({ definitionHash, createdAt });
        }
        from = page.LastEvaluatedKey;
      } while (from !== undefined);
      return versions;
    },

    async putStructure(structure) {
      await putNew(structureItem(structure));
    },

    async getStructure(project, pipeline, definitionHash, structureHash) {
      const record = await read(pipelineKey(project, pipeline), structureKey(definitionHash, structureHash));
      return record === undefined ? undefined : (JSON.parse(record) as PipelineStructure);
    },
  };
}

function versionItem(version: PipelineVersion) {
  const { project, pipeline, definitionHash, createdAt } = version;
  const pk = pipelineKey(project, pipeline);
  return {
    pk,
    sk: versionKey(definitionHash),
    gsi1pk: `${pk}#VERSIONS`,
    gsi1sk: `${createdAt}#${definitionHash}`,
    definitionHash,
    createdAt,
    record: JSON.stringify(version),
  };
}

function latestItem(version: PipelineVersion) {
  const { project, pipeline } = version;
  return {
    pk: pipelineKey(project, pipeline),
    sk: 'PIPELINE',
    gsi1pk: `P#${project}#PIPELINES`,
    gsi1sk: pipeline,
    record: JSON.stringify(version),
  };
}

function structureItem(structure: PipelineStructure) {
  const { project, pipeline, definitionHash, structureHash } = structure;
  return {
    pk: pipelineKey(project, pipeline),
    sk: structureKey(definitionHash, structureHash),
    record: JSON.stringify(structure),
  };
}

function pipelineKey(project: string, pipeline: string): string {
  return `P#${project}#PIPELINE#${pipeline}`;
}

function versionKey(definitionHash: string): string {
  return `VERSION#${definitionHash}`;
}

function structureKey(definitionHash: string, structureHash: string): string {
  return `STRUCTURE#${definitionHash}#${structureHash}`;
}

function versionFrom(record: string | undefined): PipelineVersion | undefined {
  return record === undefined ? undefined : (JSON.parse(record) as PipelineVersion);
}
