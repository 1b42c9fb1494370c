import type { StepBatchResult } from '../../../statemachines/asl/compiled-pipeline.ts';

/** What the machine gets from a delivery; everything else is in the stores. */
export type StepAnswer = { readonly status: 'succeeded' | 'stopped' } | StepBatchResult;
