import type { DiagnosticCollector } from '../../../diagnostics/diagnostic-collector.ts';
import type { Located } from '../../../diagnostics/source-span.ts';
import { didYouMean } from '../../../diagnostics/suggest.ts';
import type { OnChildError } from '../../pipeline-definition.ts';
import type { Cursor } from '../cursor.ts';
import { listed, quoted } from '../describe-value.ts';
import { parseDuration } from '../duration.ts';
import { parseMemorySize } from '../memory-size.ts';

/** Seconds; a fault where the duration cannot be read. An empty text is no duration, as in Valohai. */
export function durationField(
  cursor: Cursor<string | number> | undefined,
  faults: DiagnosticCollector,
): Located<number> | undefined {
  if (cursor === undefined || (typeof cursor.value === 'string' && cursor.value.trim() === '')) return undefined;
  const seconds = parseDuration(cursor.value);
  if (seconds !== undefined) return { value: seconds, span: cursor.node.span };
  faults.error('SL1026', `${quoted(String(cursor.value))} is no duration`, cursor.node.span, {
    hint: 'write seconds, or numbers with units: 900, "15m", "1h 30m 5s"; units are s, m, h, d, w',
  });
  return undefined;
}

/** MiB. */
export function memoryField(
  cursor: Cursor<string | number> | undefined,
  faults: DiagnosticCollector,
): Located<number> | undefined {
  if (cursor === undefined) return undefined;
  const mebibytes = parseMemorySize(cursor.value);
  if (mebibytes !== undefined) return { value: mebibytes, span: cursor.node.span };
  faults.error('SL1027', `${quoted(String(cursor.value))} is no size`, cursor.node.span, {
    hint: 'write whole MiB, or a number with a unit: 2048, "512 MB", "2 GB"',
  });
  return undefined;
}

/** A word in any case, with `-` and `_` as one; a fault where it is not among the allowed ones. */
export function wordField<Word extends string>(
  cursor: Cursor<string> | undefined,
  allowed: readonly Word[],
  what: string,
  faults: DiagnosticCollector,
): Word | undefined {
  if (cursor === undefined || cursor.value === '') return undefined;
  const wanted = fold(cursor.value);
  const word = allowed.find((candidate) => fold(candidate) === wanted);
  if (word === undefined) {
    const message = `${what} is ${quoted(cursor.value)}; allowed are ${listed(allowed)}${didYouMean(cursor.value, allowed)}`;
    faults.error('SL1023', message, cursor.node.span);
  }
  return word;
}

export const ON_CHILD_ERROR = [
  'continue-and-complete',
  'continue-and-error',
  'stop-all-and-error',
] as const satisfies readonly OnChildError[];

function fold(word: string): string {
  return word.toLowerCase().replaceAll('_', '-');
}
