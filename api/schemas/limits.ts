/** API Gateway takes requests of at most 10 MB; a definition leaves room for its JSON escapes. */
export const MOST_DEFINITION_CHARACTERS = 5_000_000;
