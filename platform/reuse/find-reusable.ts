import { forEachLimited } from '../artifacts/for-each-limited.ts';
import type { Artifact } from '../artifacts/artifact.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import type { ObjectStore } from '../artifacts/object-store.ts';
import { parseObjectUri } from '../artifacts/object-uri.ts';
import type { CacheKeyStore } from './cache-key-store.ts';
import type { ExecutionStore } from '../runs/execution-store.ts';
import type { Execution } from '../runs/run.ts';

export interface ReuseContext {
  readonly executions: Pick<ExecutionStore, 'get'>;
  readonly cacheKeys: Pick<CacheKeyStore, 'find'>;
  readonly artifacts: Pick<ArtifactStore, 'getMany'>;
  readonly objects: Pick<ObjectStore, 'bucket' | 'sizeOf'>;
}

/** A result to take over. */
export interface Reusable {
  readonly execution: Execution;
  /** The records of its outputs. */
  readonly artifacts: readonly Artifact[];
}

/** The execution that succeeded with this key and whose files are all there. */
export async function findByCacheKey(
  context: ReuseContext,
  project: string,
  cacheKey: string,
): Promise<Reusable | undefined> {
  const known = await context.cacheKeys.find(project, cacheKey);
  if (known === undefined) return undefined;
  const found = await findInRun(context, { project, ...known });
  // The key may have been recorded by an attempt whose success then came too late to count.
  return found?.execution.cacheKey === cacheKey ? found : undefined;
}

/** An execution of a run, if it succeeded and its files are all there. */
export async function findInRun(
  context: ReuseContext,
  { project, runId, node, trial }: Pick<Execution, 'project' | 'runId' | 'node' | 'trial'>,
): Promise<Reusable | undefined> {
  const execution = await context.executions.get(project, runId, node, trial);
  if (execution?.status !== 'succeeded') return undefined;
  const artifacts = await findFiles(context, execution);
  return artifacts && { execution, artifacts };
}

const parallelLooks = 16;

/** Undefined: not every output is recorded and in the bucket any more. */
async function findFiles(
  { artifacts, objects }: ReuseContext,
  { project, outputs }: Execution,
): Promise<readonly Artifact[] | undefined> {
  if (outputs.length === 0) return [];
  const ids = outputs.map(({ artifactId }) => artifactId);
  const records = await artifacts.getMany(project, ids);
  const found = ids.flatMap((id) => records.get(id) ?? []);
  let whole = found.length === outputs.length;
  await forEachLimited(found, parallelLooks, async ({ uri, size }) => {
    if (!whole) return;
    const place = parseObjectUri(uri);
    if (place?.bucket !== objects.bucket || (await objects.sizeOf(place.key)) !== size) whole = false;
  });
  return whole ? found : undefined;
}
