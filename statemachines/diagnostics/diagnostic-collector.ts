import type { DiagnosticCode } from './codes.ts';
import type { Diagnosed, Diagnostic, RelatedPlace, Severity } from './diagnostic.ts';
import type { SourceSpan } from './source-span.ts';

/** A reader cannot use more, and an attacker should not get more. */
export const MOST_DIAGNOSTICS = 100;

/** What may be said about a fault beyond its code, message and place. */
export interface FaultDetails {
  readonly hint?: string | undefined;
  readonly related?: readonly RelatedPlace[] | undefined;
}

/** Gathers the faults of one stage. The only mutable thing that stages share while they work; it never throws. */
export interface DiagnosticCollector {
  error(code: DiagnosticCode, message: string, span: SourceSpan | undefined, details?: FaultDetails): void;
  warning(code: DiagnosticCode, message: string, span: SourceSpan | undefined, details?: FaultDetails): void;
  add(diagnostic: Diagnostic): void;
  hasErrors(): boolean;
  /** In the order of their places, capped by `capDiagnostics`. */
  diagnostics(): readonly Diagnostic[];
}

export function createDiagnosticCollector(): DiagnosticCollector {
  const found: Diagnostic[] = [];
  let errors = 0;
  const add = (diagnostic: Diagnostic): void => {
    if (diagnostic.severity === 'error') errors += 1;
    found.push(diagnostic);
  };
  const report =
    (severity: Severity) =>
    (code: DiagnosticCode, message: string, span: SourceSpan | undefined, details: FaultDetails = {}) => {
      add({
        code,
        severity,
        message,
        ...(span === undefined ? {} : { span }),
        ...(details.hint === undefined ? {} : { hint: details.hint }),
        ...(details.related === undefined || details.related.length === 0 ? {} : { related: details.related }),
      });
    };
  return {
    error: report('error'),
    warning: report('warning'),
    add,
    hasErrors: () => errors > 0,
    diagnostics: () => capDiagnostics(inOrderOfPlace(found)),
  };
}

/** At most 100 diagnostics, the hundredth saying how many more there are; errors are kept before warnings. */
export function capDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length <= MOST_DIAGNOSTICS) return diagnostics;
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  const warnings = diagnostics.filter((diagnostic) => diagnostic.severity === 'warning');
  const kept = new Set([...errors, ...warnings].slice(0, MOST_DIAGNOSTICS - 1));
  const left = diagnostics.filter((diagnostic) => !kept.has(diagnostic));
  const severity = left.some((diagnostic) => diagnostic.severity === 'error') ? 'error' : 'warning';
  const counted = left.length - countOfCaps(left);
  return [
    ...diagnostics.filter((diagnostic) => kept.has(diagnostic)),
    {
      code: 'SL1099',
      severity,
      message: `and ${counted} more, which are not shown`,
      hint: 'put the faults above right first; others may follow from them',
    },
  ];
}

/** A result that was capped before holds a line "and N more" of its own, which is no fault. */
function countOfCaps(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter((diagnostic) => diagnostic.code === 'SL1099').length;
}

/** The product of a stage with what it found: no product where there was an error. */
export function diagnosed<T>(value: T, collector: DiagnosticCollector): Diagnosed<T> {
  return { value: collector.hasErrors() ? undefined : value, diagnostics: collector.diagnostics() };
}

function inOrderOfPlace(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  // Array.prototype.sort is stable, so that faults at one place stay in the order in which they were found.
  return [...diagnostics].sort(
    (a, b) => (a.span?.offset ?? Number.MAX_SAFE_INTEGER) - (b.span?.offset ?? Number.MAX_SAFE_INTEGER),
  );
}
