import { createHash } from 'node:crypto';
import type { ArtifactReference } from '../runs/run.ts';

/** One execution of a run, as lineage names it. */
export interface ExecutionReference {
  readonly runId: string;
  readonly node: string;
  readonly executionId: string;
}

/** An immutable file. `producedBy` is absent for an upload. */
export interface Artifact extends ArtifactReference {
  readonly project: string;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
  readonly producedBy?: ExecutionReference;
}

/** Follows from the URI: 128 bits of its SHA-256, in lower-case hex. */
export function artifactIdOf(uri: string): string {
  return createHash('sha256').update(uri).digest('hex').slice(0, 32);
}
