/** Java's `String.hashCode`. */
const hashCode = (text: string): number => {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
};

const FIRST_SIZE = 16;
const LOAD_FACTOR = 0.75;

/**
 * The names in the order in which a Java `HashMap` gives them: Step Functions makes the items of a CSV object so, which
 * shows in their text. Names that share a place keep their own order.
 */
export const hashMapOrder = (names: readonly string[]): readonly string[] => {
  let size = FIRST_SIZE;
  while (names.length > size * LOAD_FACTOR) size *= 2;
  const place = (name: string): number => {
    const hash = hashCode(name);
    return (hash ^ (hash >>> 16)) & (size - 1);
  };
  return names
    .map((name) => ({ name, at: place(name) }))
    .sort((a, b) => a.at - b.at)
    .map(({ name }) => name);
};
