import type { ApprovalMoment } from '../../statemachines/asl/compiled-pipeline.ts';
import type { RunKey } from './run-store.ts';

/** What a person was asked, and what they said: the latest of an execution. */
export interface Approval {
  readonly project: string;
  readonly runId: string;
  readonly generation: number;
  readonly node: string;
  readonly trial: readonly number[];
  readonly executionId: string;
  /** Of the execution that asks: `<redrive count>.<retry count>`. */
  readonly attempt: string;
  readonly moment: ApprovalMoment;
  /** Whoever holds it may answer the machine: it is never shown. */
  readonly token: string;
  readonly message?: string;
  readonly requestedAt: string;
  /** Absent: nobody has answered yet. */
  readonly answer?: ApprovalAnswer;
}

export interface ApprovalAnswer {
  readonly decision: 'approved' | 'rejected';
  readonly comment?: string;
  /** Id of the token that the answer was given with. */
  readonly by?: string;
  readonly at: string;
}

export interface ApprovalStore {
  /** Asks anew: what was asked of this execution before is answered or out of date. */
  put(approval: Approval): Promise<void>;
  get(key: RunKey & { readonly executionId: string }): Promise<Approval | undefined>;
  /** False: it was answered before, or asked anew meanwhile. */
  answer(approval: Approval, answer: ApprovalAnswer): Promise<boolean>;
  /** For a retry of its run: it is to be asked anew. */
  remove(approval: Approval): Promise<void>;
  /** All of a run, in the order of their executions' ids. */
  list(key: RunKey): Promise<readonly Approval[]>;
}

/** Step Functions, as those who answer a waiting task see it. A token that nobody waits for any more is no error. */
export interface TaskTokens {
  succeed(token: string, output: unknown): Promise<void>;
  fail(token: string, error: string, cause: string): Promise<void>;
}
