import type { ArtifactStore } from '../platform/artifacts/artifact-store.ts';
import type { ObjectStore } from '../platform/artifacts/object-store.ts';
import type { AnswerApprovalContext } from '../platform/runs/answer-approval.ts';
import type { RetryContext } from '../platform/runs/retry-run.ts';
import type { StopContext } from '../platform/runs/stop-run.ts';

/** Everything that the API's operations stand on. */
export interface ApiPlatform extends RetryContext, StopContext, AnswerApprovalContext {
  readonly machines: RetryContext['machines'];
  readonly objects: ObjectStore;
  readonly artifacts: ArtifactStore;
  /** Of Slipway itself. */
  readonly version: string;
}
