import type { CST, Document, ParsedNode, YAMLError } from 'yaml';
import { Composer } from 'yaml';

import type { DiagnosticCollector } from '../../diagnostics/diagnostic-collector.ts';
import type { SpanMaker } from './line-index.ts';
import { openQuoteBefore } from './open-quote.ts';
import { DEEPEST_NESTING, parseTokens } from './parse-tokens.ts';
import { valohaiYamlOptions } from './valohai-yaml-options.ts';

/** Faults after which the document's structure is still what the author meant, so that the rest is worth checking. */
const HARMLESS: ReadonlySet<string> = new Set([
  'TAB_AS_INDENT',
  'BAD_DQ_ESCAPE',
  'TAG_RESOLVE_FAILED',
  'DUPLICATE_KEY',
  'BAD_ALIAS',
  'BAD_DIRECTIVE',
]);

/** One mistake in the syntax makes a parser stumble over all that follows; more than a few only bury the first. */
const MOST_SYNTAX_FAULTS = 5;

/** How far into the next line a tab is looked for. */
const MOST_INDENTATION = 100;

const HINTS: Readonly<Record<string, string>> = {
  BAD_INDENT: 'bring the line to the same indentation as its neighbours',
  BAD_DQ_ESCAPE: "within double quotes a backslash needs a second one; or use single quotes: '...'",
  BAD_SCALAR_START: 'put the value in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'put the value on a line of its own, further indented, or in quotes if it holds ": "',
  MISSING_CHAR: 'close the quote or bracket, or put the missing character',
  MULTILINE_IMPLICIT_KEY: 'a key stands on one line and ends with ":"',
  KEY_OVER_1024_CHARS: 'a ":" is missing nearby, or a quote is not closed',
  UNEXPECTED_TOKEN: 'put the value in quotes, or check the brackets and the indentation before it',
};

/** The one document of the text, or nothing where it is no YAML; what was found is reported. */
export function composeDocument(
  text: string,
  spanOf: SpanMaker,
  faults: DiagnosticCollector,
): Document.Parsed | undefined {
  const parsed = parseTokens(text);
  if (parsed.kind === 'too-deep') {
    faults.error(
      'SL1004',
      `lists and mappings are nested more than ${DEEPEST_NESTING} levels deep`,
      spanOf(parsed.offset, parsed.offset + 1),
      {
        hint: 'look for a run of "[", "{" or "- " before this place; no definition needs more than about ten levels',
      },
    );
    return undefined;
  }
  const [document, second] = [
    ...new Composer<ParsedNode>(valohaiYamlOptions).compose(parsed.tokens, true, text.length),
  ];
  if (document === undefined) return undefined;
  for (const warning of document.warnings) {
    faults.warning('SL1013', `${inOurWords(warning)}; the value is read as if it had no tag`, spanOf(...warning.pos));
  }
  reportErrors(document.errors, { text, tokens: parsed.tokens }, spanOf, faults);
  if (second !== undefined) {
    faults.error(
      'SL1011',
      'a second YAML document starts here; a definition file holds one',
      spanOf(second.range[0], second.range[0] + 3),
      {
        hint: 'remove the line "---" and put all definitions into one list',
      },
    );
  }
  return document.errors.every((error) => HARMLESS.has(error.code)) ? document : undefined;
}

function reportErrors(
  errors: readonly YAMLError[],
  { text, tokens }: { readonly text: string; readonly tokens: readonly CST.Token[] },
  spanOf: SpanMaker,
  faults: DiagnosticCollector,
): void {
  const lines = new Set<number>();
  for (const error of errors) {
    const quote = error.code === 'MISSING_CHAR' ? openQuoteBefore(tokens, error.pos[0]) : undefined;
    const span = quote === undefined ? spanOf(...error.pos) : spanOf(quote, quote + 1);
    if (lines.has(span.line) || lines.size >= MOST_SYNTAX_FAULTS) continue;
    lines.add(span.line);
    const tab = indentingTab(text, span.offset);
    if (error.code === 'TAB_AS_INDENT' || tab !== undefined) {
      faults.error(
        'SL1006',
        'a tab is used for indentation; YAML allows spaces only',
        tab === undefined ? span : spanOf(tab, tab + 1),
        {
          hint: 'replace the tab by spaces, two for each level',
        },
      );
    } else {
      faults.error('SL1001', `not valid YAML: ${inOurWords(error)}`, span, { hint: HINTS[error.code] });
    }
  }
}

/** The parser's own words: first letter small, no full stop, no line break. */
function inOurWords(error: YAMLError): string {
  const line = error.message
    .replaceAll(/\s+/gu, ' ')
    .replace('"quote', 'quote')
    .replace("'quote", 'quote')
    .replace(/[.:]$/u, '');
  return line.charAt(0).toLowerCase() + line.slice(1);
}

/** The parser often takes a tab in the indentation for part of the line before, and stumbles over what follows. */
function indentingTab(text: string, offset: number): number | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const found = /^ *(?=\t)|\n *(?=\t)/u.exec(
    text.slice(start, (text.indexOf('\n', offset) + 1 || text.length) + MOST_INDENTATION),
  );
  return found === null ? undefined : start + found.index + found[0].length;
}
