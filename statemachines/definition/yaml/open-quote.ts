import { CST } from 'yaml';

/**
 * Where the quoted text begins that ends at this offset. The parser complains of a quote that is never closed at the
 * place where it gave up, often the end of the file; the author looks for its beginning.
 */
export function openQuoteBefore(tokens: readonly CST.Token[], end: number): number | undefined {
  let found: number | undefined;
  const look = (token: CST.Token | null | undefined): void => {
    if (token?.type !== 'single-quoted-scalar' && token?.type !== 'double-quoted-scalar') return;
    if (token.offset + token.source.length === end) found = token.offset;
  };
  for (const token of tokens) {
    if (token.type !== 'document') continue;
    look(token.value);
    CST.visit(token, (item) => {
      look(item.key);
      look(item.value);
    });
  }
  return found;
}
