import type { Page, PageRequest } from '../paging/page.ts';
import type { ExecutionReference } from '../runs/run.ts';
import type { Artifact } from './artifact.ts';

/** Records of artifacts and of who read them. */
export interface ArtifactStore {
  /** Writing the same records again changes nothing. */
  put(artifacts: readonly Artifact[]): Promise<void>;
  /** Writes the record unless one with its id stands; gives the one that stands. */
  claim(artifact: Artifact): Promise<Artifact>;
  get(project: string, artifactId: string): Promise<Artifact | undefined>;
  /** Those that are recorded, by id. */
  getMany(project: string, artifactIds: readonly string[]): Promise<ReadonlyMap<string, Artifact>>;
  /** Puts artifacts of another run into the list of this execution's run, too. */
  recordReuse(project: string, artifacts: readonly Artifact[], by: ExecutionReference): Promise<void>;
  recordReads(project: string, artifactIds: readonly string[], reader: ExecutionReference, at: string): Promise<void>;
  /** Ordered by run and execution. */
  readers(project: string, artifactId: string): Promise<readonly ExecutionReference[]>;
  /** What a run's executions wrote or reused, ordered by execution and path. */
  listOfRun(project: string, runId: string, page: PageRequest): Promise<Page<Artifact>>;
}
