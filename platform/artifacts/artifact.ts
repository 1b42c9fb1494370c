import { createHash } from 'node:crypto';
import type { ArtifactReference, ExecutionReference } from '../runs/run.ts';

/** An immutable file. `producedBy` is absent for an upload. */
export interface Artifact extends ArtifactReference {
  readonly project: string;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
  readonly producedBy?: ExecutionReference;
  /** In the list of a run that did not make it: the execution that took it over instead of being run. */
  readonly reusedBy?: ExecutionReference;
}

/** Follows from the URI: 128 bits of its SHA-256, in lower-case hex. */
export function artifactIdOf(uri: string): string {
  return createHash('sha256').update(uri).digest('hex').slice(0, 32);
}
