import type { DiagnosticResource } from '../api/schemas/diagnostic.ts';
import type { ExitReason } from './exit-codes.ts';

export interface CommandErrorOptions extends ErrorOptions {
  /** Why the command ends; `usage` unless told. */
  readonly reason?: ExitReason;
  /** What to do. */
  readonly hint?: string;
  /** Faults of a definition, printed before the message; with `--json` they come in it. */
  readonly faults?: { readonly text: string; readonly diagnostics: readonly DiagnosticResource[] };
}

/** Ends a command with one clear message: lower case, no final full stop, the value found in double quotes. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly reason: ExitReason;
  readonly hint: string | undefined;
  readonly faults: CommandErrorOptions['faults'];

  constructor(message: string, { reason = 'usage', hint, faults, ...options }: CommandErrorOptions = {}) {
    super(message, options);
    this.reason = reason;
    this.hint = hint;
    this.faults = faults;
  }
}
