import type { Failure } from './read-run-details.ts';
import type { Colors } from '../terminal.ts';

/** A failed execution: what failed, why, and how its log ends. */
export function formatFailure({ execution, lines }: Failure, colors: Colors): string {
  const parameters = Object.entries(execution.parameters)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
  return [
    `${colors.red(`${execution.executionId} ${execution.status}`)}${parameters === '' ? '' : colors.dim(` (${parameters})`)}`,
    ...(execution.reason === undefined ? [] : [`  ${execution.reason}`]),
    ...lines.map((line) => `  ${colors.dim('|')} ${line.message}`),
  ].join('\n');
}
