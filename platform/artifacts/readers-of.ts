import type { ExecutionReference } from '../runs/run.ts';
import type { ArtifactStore } from './artifact-store.ts';
import { findArtifact } from './describe-artifact.ts';

/** Executions that have read an artifact; a `not-found` problem when there is no such artifact. */
export async function readersOf(
  artifacts: ArtifactStore,
  project: string,
  artifactId: string,
): Promise<readonly ExecutionReference[]> {
  await findArtifact(artifacts, project, artifactId);
  return artifacts.readers(project, artifactId);
}
