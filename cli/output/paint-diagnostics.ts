import type { Diagnostic } from '../../statemachines/diagnostics/diagnostic.ts';
import { formatDiagnostic } from '../../statemachines/diagnostics/format-diagnostic.ts';
import type { Colors } from '../terminal.ts';

/** Diagnostics with their lines of source, coloured line by line; without colour exactly as the compiler prints them. */
export function paintDiagnostics(
  diagnostics: readonly Diagnostic[],
  sourceText: string | undefined,
  colors: Colors,
): string {
  return diagnostics
    .map((diagnostic) => {
      const [head = '', ...rest] = formatDiagnostic(diagnostic, sourceText).split('\n');
      return [paintHead(head, diagnostic, colors), ...rest.map((line) => paintDetail(line, diagnostic, colors))].join(
        '\n',
      );
    })
    .join('\n');
}

/** `6 errors, 1 warning`; empty where there is nothing. */
export function countDiagnostics(diagnostics: readonly Pick<Diagnostic, 'severity'>[]): string {
  return (['error', 'warning'] as const)
    .map((severity) => ({
      severity,
      count: diagnostics.filter((diagnostic) => diagnostic.severity === severity).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}${count === 1 ? '' : 's'}`)
    .join(', ');
}

function paintHead(head: string, { severity, code }: Diagnostic, colors: Colors): string {
  const label = `${severity} ${code}:`;
  const start = head.indexOf(label);
  const paint = severity === 'error' ? colors.red : colors.yellow;
  return `${colors.bold(head.slice(0, start))}${paint(colors.bold(label))}${head.slice(start + label.length)}`;
}

function paintDetail(line: string, { severity }: Diagnostic, colors: Colors): string {
  if (/^\s+\|\s*\^+$/u.test(line)) return severity === 'error' ? colors.red(line) : colors.yellow(line);
  return line.startsWith('  hint: ') ? colors.cyan(line) : colors.dim(line);
}
