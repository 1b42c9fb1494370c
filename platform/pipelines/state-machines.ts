/** Step Functions, as the platform uses it. */
export interface StateMachines extends MachineExecutions {
  /** Idempotent by name: the same name stands for the same definition. */
  create(machine: { readonly name: string; readonly definition: string }): Promise<CreatedStateMachine>;
  /** Goes on with an execution at what failed in it; `token`: the same again is the same redrive. False: it cannot. */
  redrive(executionArn: string, token: string): Promise<boolean>;
  /** Starting again under the same name does nothing. */
  start(execution: { readonly stateMachineArn: string; readonly name: string; readonly input: string }): Promise<void>;
}

/** Executions of machines that stand already. */
export interface MachineExecutions {
  /** Stopping what has ended, or never was, does nothing. */
  stop(executionArn: string, error: string, cause: string): Promise<void>;
  /** Undefined: there is no such execution. */
  describe(executionArn: string): Promise<MachineExecution | undefined>;
}

export type CreatedStateMachine =
  | { readonly kind: 'created'; readonly stateMachineArn: string }
  /** Step Functions does not accept the definition; `message` is its own. */
  | { readonly kind: 'invalid-definition'; readonly message: string }
  | { readonly kind: 'not-permitted'; readonly message: string };

export interface MachineExecution {
  readonly status: MachineStatus;
  readonly error?: string;
  readonly cause?: string;
  readonly redriveCount?: number;
  /** It has ended in a way and at a time from which the service can drive it on. */
  readonly redrivable?: boolean;
}

export const machineStatuses = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'] as const;
export type MachineStatus = (typeof machineStatuses)[number];

/** The ARN that an execution will have: a run keeps it before the execution exists, so that no crash loses it. Which version of the machine it takes is no part of it. */
export function executionArnOf(stateMachineArn: string, name: string): string {
  return `${stateMachineArn.replace(/:stateMachine:([^:]+)(?::\d+)?$/, ':execution:$1')}:${name}`;
}
