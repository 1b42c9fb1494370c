import type { DiagnosticCode } from './codes.ts';
import type { SourceSpan } from './source-span.ts';

export type Severity = 'error' | 'warning';

/** Another place that helps to understand a diagnostic, such as the first of two duplicate names. */
export interface RelatedPlace {
  readonly message: string;
  readonly span: SourceSpan;
}

/**
 * One fault of a user's file or values. Collected, never thrown; text and caret are made at the edge by `formatDiagnostic`.
 * `message`: lower case, no final full stop, names in double quotes: what is wrong, the value found, what is allowed.
 * `hint`: what to change.
 */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: string;
  /** Absent where the fault has no place in a file, such as a run's parameter given on the command line. */
  readonly span?: SourceSpan;
  readonly hint?: string;
  readonly related?: readonly RelatedPlace[];
}

/** A stage's product together with what it found; the product is absent when there was an error. */
export interface Diagnosed<T> {
  readonly value: T | undefined;
  readonly diagnostics: readonly Diagnostic[];
}
