import type { ArtifactStore } from '../../../platform/artifacts/artifact-store.ts';
import type { ObjectStore } from '../../../platform/artifacts/object-store.ts';
import { createArtifactStore } from '../../../platform/aws/artifact-store.ts';
import { createCacheKeyStore } from '../../../platform/aws/cache-key-store.ts';
import { documentClient, objectClient } from '../../../platform/aws/clients.ts';
import { createExecutionStore } from '../../../platform/aws/execution-store.ts';
import { createObjectStore } from '../../../platform/aws/object-store.ts';
import { createRunStatusReader } from '../../../platform/aws/run-status-reader.ts';
import type { CacheKeyStore } from '../../../platform/reuse/cache-key-store.ts';
import { createSweepStore } from '../../../platform/aws/sweep-store.ts';
import type { ExecutionStore } from '../../../platform/runs/execution-store.ts';
import type { RunStatusReader } from '../../../platform/runs/run-status-reader.ts';
import type { SweepStore } from '../../../platform/runs/sweep-store.ts';

/** What the runtime stands on. */
export interface RuntimeStores {
  readonly executions: ExecutionStore;
  readonly runs: RunStatusReader;
  readonly sweeps: SweepStore;
  readonly artifacts: ArtifactStore;
  readonly objects: ObjectStore;
  readonly cacheKeys: CacheKeyStore;
}

/** On the services that the SDK's own variables name. */
export function createRuntimeStores(bucket: string, tableName: string): RuntimeStores {
  const documents = documentClient();
  const objects = createObjectStore(objectClient(), bucket);
  return {
    executions: createExecutionStore({ documents, tableName, objects }),
    runs: createRunStatusReader(documents, tableName),
    sweeps: createSweepStore({ documents, tableName }),
    artifacts: createArtifactStore(documents, tableName),
    objects,
    cacheKeys: createCacheKeyStore(documents, tableName),
  };
}
