import type { Diagnostic, RelatedPlace } from './diagnostic.ts';
import type { SourceSpan } from './source-span.ts';

/** A longer line is cut around the fault, so that a caret can still be seen on a terminal. */
const WIDEST_LINE = 160;
const CONTEXT_BEFORE_CARET = 60;

/**
 * `file:line:column: error SL1021: message`, the source line with a caret line below it when the source is given, the
 * hint, and related places. Several lines without a final newline; no colour: the edge adds it.
 */
export function formatDiagnostic(diagnostic: Diagnostic, sourceText?: string): string {
  const { code, severity, message, span, hint, related } = diagnostic;
  const head = `${span === undefined ? '' : `${placeOf(span)}: `}${severity} ${code}: ${onOneLine(message)}`;
  return [
    head,
    ...(span === undefined || sourceText === undefined ? [] : excerpt(span, sourceText)),
    ...(hint === undefined ? [] : [`  hint: ${onOneLine(hint)}`]),
    ...(related ?? []).map(formatRelated),
  ].join('\n');
}

/** All of them, each as `formatDiagnostic` prints it, one after the other. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], sourceText?: string): string {
  return diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, sourceText)).join('\n');
}

function placeOf(span: SourceSpan): string {
  return `${span.file}:${span.line}:${span.column}`;
}

function formatRelated(place: RelatedPlace): string {
  return `  ${placeOf(place.span)}: ${onOneLine(place.message)}`;
}

function excerpt(span: SourceSpan, sourceText: string): readonly string[] {
  const line = lineAround(sourceText, span.offset);
  if (line.trim() === '') return [];
  const start = span.column - 1;
  const from = line.length <= WIDEST_LINE ? 0 : Math.max(0, start - CONTEXT_BEFORE_CARET);
  const shown = line.slice(from, from + WIDEST_LINE);
  const before = shown.slice(0, start - from).replaceAll(/[^\t]/gu, ' ');
  const length = Math.max(1, Math.min(span.length, shown.length - (start - from)));
  const gutter = `  ${span.line} | `;
  return [`${gutter}${printable(shown)}`, `${' '.repeat(gutter.length - 2)}| ${before}${'^'.repeat(length)}`];
}

function lineAround(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  const found = text[offset] === '\n' && offset < start ? offset : text.indexOf('\n', Math.max(offset, start));
  return text.slice(start, found === -1 ? undefined : found).replace(/\r$/u, '');
}

/** Control characters of a damaged file must not reach a terminal; each is replaced by one character, so that carets stay in place. */
function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\t]/gu, '\u00b7');
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n]+\s*/gu, ' ');
}
