import type { SocketType } from '../pipeline-definition.ts';

export const SOCKET_TYPES = [
  'dependency',
  'deployment',
  'environment-variable',
  'file',
  'input',
  'metadata',
  'output',
  'parameter',
] as const satisfies readonly SocketType[];

/** Plurals that Valohai's server takes, while its linter refuses them (valohai-cli issue 354). */
const PLURALS: Readonly<Record<string, SocketType>> = { inputs: 'input', outputs: 'output', parameters: 'parameter' };

/** Split on the first two dots, as the key may hold dots itself. */
export function splitSocket(specifier: string): readonly string[] {
  const first = specifier.indexOf('.');
  if (first === -1) return [specifier];
  const second = specifier.indexOf('.', first + 1);
  if (second === -1) return [specifier.slice(0, first), specifier.slice(first + 1)];
  return [specifier.slice(0, first), specifier.slice(first + 1, second), specifier.slice(second + 1)];
}

export function isSocketType(type: string): type is SocketType {
  return SOCKET_TYPES.some((known) => known === type);
}

export function singularSocketType(type: string): SocketType | undefined {
  return Object.hasOwn(PLURALS, type) ? PLURALS[type] : undefined;
}
