import type { CST } from 'yaml';
import { Lexer, Parser } from 'yaml';

/** Levels of lists and mappings. The composer is recursive, and some text of 600 kB makes it end the whole process. */
export const DEEPEST_NESTING = 64;

export type ParsedTokens =
  | { readonly kind: 'tokens'; readonly tokens: readonly CST.Token[] }
  | { readonly kind: 'too-deep'; readonly offset: number };

/** The text's concrete syntax, or where it gets too deep: the parser's stack is watched while it grows. */
export function parseTokens(text: string): ParsedTokens {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    const { offset } = parser;
    // Most lexemes end no token: an array for each would cost more than the parser itself.
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > DEEPEST_NESTING && depthOf(parser.stack) > DEEPEST_NESTING) {
      return { kind: 'too-deep', offset };
    }
  }
  tokens.push(...parser.end());
  return { kind: 'tokens', tokens };
}

function depthOf(stack: readonly CST.Token[]): number {
  return stack.filter(
    (token) => token.type.endsWith('-map') || token.type.endsWith('-seq') || token.type === 'flow-collection',
  ).length;
}
