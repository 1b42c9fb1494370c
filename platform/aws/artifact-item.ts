import type { Artifact } from '../artifacts/artifact.ts';
import type { ExecutionReference } from '../runs/run.ts';

export interface ArtifactItem extends Omit<Artifact, 'metadata' | 'project'> {
  readonly pk: string;
  readonly sk: string;
  /** JSON text, since users shape it. */
  readonly metadata?: string;
  readonly gsi1pk?: string;
  readonly gsi1sk?: string;
}

export function artifactKey(project: string, artifactId: string): { readonly pk: string; readonly sk: string } {
  return { pk: `P#${project}#ARTIFACT#${artifactId}`, sk: 'ARTIFACT' };
}

export function runArtifactsKey(project: string, runId: string): string {
  return `P#${project}#RUN#${runId}#ARTIFACTS`;
}

export function artifactItem({ project, metadata, ...artifact }: Artifact): Record<string, unknown> {
  const { reusedBy, producedBy } = artifact;
  const owner = reusedBy ?? producedBy;
  const key = artifactKey(project, artifact.artifactId);
  return {
    ...(reusedBy === undefined ? key : { ...key, sk: `REUSED#${reusedBy.runId}#${reusedBy.executionId}` }),
    ...artifact,
    ...(metadata === undefined ? {} : { metadata: JSON.stringify(metadata) }),
    ...(owner === undefined
      ? {}
      : { gsi1pk: runArtifactsKey(project, owner.runId), gsi1sk: `${owner.executionId}#${artifact.path}` }),
  };
}

export function artifactFromItem(project: string, item: ArtifactItem): Artifact {
  return {
    project,
    artifactId: item.artifactId,
    path: item.path,
    uri: item.uri,
    size: item.size,
    sha256: item.sha256,
    mediaType: item.mediaType,
    createdAt: item.createdAt,
    ...(item.metadata === undefined ? {} : { metadata: JSON.parse(item.metadata) as Record<string, unknown> }),
    ...(item.producedBy === undefined ? {} : { producedBy: item.producedBy }),
    ...(item.reusedBy === undefined ? {} : { reusedBy: item.reusedBy }),
  };
}

export function readItem(
  project: string,
  artifactId: string,
  reader: ExecutionReference,
  at: string,
): Record<string, unknown> {
  return {
    pk: artifactKey(project, artifactId).pk,
    sk: `READ#${reader.runId}#${reader.executionId}`,
    ...reader,
    readAt: at,
  };
}
