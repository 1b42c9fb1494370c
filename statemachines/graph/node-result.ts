import type { DependsResult } from './depends-expression.ts';

/** What becomes of a node; `stopped` is none of the results that `depends` knows. */
export type ResultFate = 'succeeded' | 'failed' | 'errored' | 'skipped' | 'omitted' | 'stopped';

/** A node as those see it who wait for it; the last two are of a node with trials, and false of any other. */
export interface NodeResult {
  readonly fate: ResultFate;
  readonly anySucceeded: boolean;
  /** All of its trials failed by their own fault: one that ended in an error makes it false, as in Argo. */
  readonly allFailed: boolean;
}

/** Argo's table of results (workflow/controller/dag.go, evaluateDependsLogic). */
export function isResult({ fate, anySucceeded, allFailed }: NodeResult, result: DependsResult): boolean {
  switch (result) {
    case 'AnySucceeded':
      return anySucceeded;
    case 'AllFailed':
      return allFailed;
    default:
      return fate === result.toLowerCase();
  }
}
