import type { DiagnosticCollector } from '../../diagnostics/diagnostic-collector.ts';
import type { SpanMaker } from './line-index.ts';

/** A definition is written by hand; a larger file is data, or an attack. In UTF-16 units, which for ASCII are bytes. */
export const MOST_CHARACTERS = 1_000_000;

/** Characters that YAML's own specification excludes from a stream (https://yaml.org/spec/1.2.2/#51-character-set), without tab and line ends. */
const NOT_TEXT = /[\p{Cs}\uFFFE\uFFFF]|[^\P{Cc}\t\n\r\u0085]/u;

/** Refuses what is not the text of a definition, before any parser sees it. */
export function checkText(text: string, spanOf: SpanMaker, faults: DiagnosticCollector): void {
  if (text.length > MOST_CHARACTERS) {
    faults.error(
      'SL1003',
      `the file has ${text.length} characters; at most ${MOST_CHARACTERS} are allowed`,
      spanOf(0, 0),
      {
        hint: 'move lists of values and other data out of the definition, into input files or the parameters of a run',
      },
    );
    return;
  }
  const found = NOT_TEXT.exec(text);
  if (found === null) return;
  const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  faults.error(
    'SL1005',
    `the file holds the character U+${code}, which is not text`,
    spanOf(found.index, found.index + 1),
    {
      hint: 'a definition is a text file in UTF-8; save it again as that, or check that this is the right file',
    },
  );
}
