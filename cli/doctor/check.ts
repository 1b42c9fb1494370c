import type { Terminal } from '../terminal.ts';

/** What one look at the machine came to. */
export interface CheckResult {
  readonly status: 'ok' | 'warning' | 'missing';
  /** What was found. */
  readonly found: string;
  /** What to do, where something is wrong. */
  readonly hint?: string;
}

/** One thing that Slipway needs, or that helps it. */
export interface Check {
  readonly name: string;
  run(machine: CheckedMachine): Promise<CheckResult>;
}

export interface CheckedMachine {
  readonly terminal: Terminal;
  readonly endpointUrl: string | undefined;
  /** Absolute. */
  readonly dataFolder: string;
}
