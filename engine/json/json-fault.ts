const WORD = /^\s*([A-Za-z_$][\w$]*)/;
const FIELD = /^\s*\{\s*([^\s"}])/;
const WORDS: ReadonlySet<string> = new Set(['null', 'true', 'false']);

/** What keeps a text from being JSON, in the words that the service's own parser has for the commonest faults. */
export const jsonFault = (text: string): string | undefined => {
  if (text.trim() === '') return 'Invalid execution input.';
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const word = WORD.exec(text)?.[1];
    if (word !== undefined && !WORDS.has(word)) {
      return `Unrecognized token '${word}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`;
    }
    const character = FIELD.exec(text)?.[1];
    if (character !== undefined) {
      return `Unexpected character ('${character}' (code ${character.codePointAt(0) ?? 0})): was expecting double-quote to start field name`;
    }
    return (error as Error).message;
  }
};
