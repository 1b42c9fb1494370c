import { Problem } from '../problems/problem.ts';
import type { ExecutionReference } from '../runs/run.ts';
import type { Artifact } from './artifact.ts';
import type { ArtifactStore } from './artifact-store.ts';

export interface DescribedArtifact extends Artifact {
  /** Executions that have read it. */
  readonly readBy: readonly ExecutionReference[];
}

/** An artifact with its lineage both ways. */
export async function describeArtifact(
  artifacts: ArtifactStore,
  project: string,
  artifactId: string,
): Promise<DescribedArtifact> {
  const [artifact, readBy] = await Promise.all([
    findArtifact(artifacts, project, artifactId),
    artifacts.readers(project, artifactId),
  ]);
  return { ...artifact, readBy };
}

/** A `not-found` problem when there is none. */
export async function findArtifact(artifacts: ArtifactStore, project: string, artifactId: string): Promise<Artifact> {
  const artifact = await artifacts.get(project, artifactId);
  if (artifact === undefined) {
    throw new Problem(
      'not-found',
      `project "${project}" has no artifact "${artifactId}"; "slipway artifacts list" shows those of a run`,
    );
  }
  return artifact;
}
