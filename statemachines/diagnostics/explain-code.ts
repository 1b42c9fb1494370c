import type { DiagnosticCode } from './codes.ts';
import { codes } from './codes.ts';
import { suggest } from './suggest.ts';

/** What `slipway explain CODE` prints: the registry's text, or which code may have been meant. */
export type Explanation =
  | { readonly kind: 'known'; readonly code: DiagnosticCode; readonly text: string }
  | { readonly kind: 'unknown'; readonly code: string; readonly suggestions: readonly string[] };

export function isDiagnosticCode(code: string): code is DiagnosticCode {
  return Object.hasOwn(codes, code);
}

export function explainCode(code: string): Explanation {
  const wanted = code.trim().toUpperCase();
  if (!isDiagnosticCode(wanted)) return { kind: 'unknown', code, suggestions: suggest(wanted, Object.keys(codes)) };
  const { title, explanation, wrong, right } = codes[wanted];
  const parts = [`${wanted}: ${title}`, explanation];
  if (wrong !== undefined) parts.push(`Wrong:\n\n${indent(wrong)}`);
  if (right !== undefined) parts.push(`Right:\n\n${indent(right)}`);
  return { kind: 'known', code: wanted, text: `${parts.join('\n\n')}\n` };
}

function indent(example: string): string {
  return example
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? line : `    ${line}`))
    .join('\n');
}
