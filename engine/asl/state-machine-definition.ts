import type { Flow } from './state.ts';

/** The whole document: https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html */
export interface StateMachineDefinition extends Flow {
  readonly Version?: string;
  /** Seconds that an execution may take in all. */
  readonly TimeoutSeconds?: number;
}
