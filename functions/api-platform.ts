import type { ArtifactStore } from '../platform/artifacts/artifact-store.ts';
import type { ObjectStore } from '../platform/artifacts/object-store.ts';
import type { AnswerApprovalContext } from '../platform/runs/answer-approval.ts';
import type { StartContext } from '../platform/runs/start-run.ts';
import type { StopContext } from '../platform/runs/stop-run.ts';

/** Everything that the API's operations stand on. */
export interface ApiPlatform extends StartContext, StopContext, AnswerApprovalContext {
  readonly machines: StartContext['machines'];
  readonly objects: ObjectStore;
  readonly artifacts: ArtifactStore;
  /** Of Slipway itself. */
  readonly version: string;
}
