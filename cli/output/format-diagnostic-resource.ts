import type { DiagnosticResource } from '../../api/schemas/diagnostic.ts';

/** A diagnostic that came from the API, where the source is not at hand: as the compiler prints it, without the excerpt. */
export function formatResource(diagnostic: DiagnosticResource): string {
  const { code, severity, message, file, line, column, hint, related } = diagnostic;
  const place = file === undefined ? '' : `${[file, line, column].filter((part) => part !== undefined).join(':')}: `;
  return [
    `${place}${severity} ${code}: ${message}`,
    ...(hint === undefined ? [] : [`  hint: ${hint}`]),
    ...(related ?? []).map((other) => `  ${other.file}:${other.line}:${other.column}: ${other.message}`),
  ].join('\n');
}
