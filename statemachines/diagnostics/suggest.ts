const MOST_SUGGESTIONS = 3;
/** Longer words are not compared: the cost is the product of the lengths, and nobody mistypes a word of this length into a near one. */
const LONGEST_COMPARED = 100;

/**
 * The allowed words nearest to the one found, best first, at most three: those within a third of its length by
 * Damerau-Levenshtein distance (insert, delete, replace, swap neighbours), case and the choice of `-` or `_` costing
 * nothing. Empty where nothing is near.
 */
export function suggest(found: string, allowed: readonly string[]): readonly string[] {
  if (found === '' || found.length > LONGEST_COMPARED) return [];
  const wanted = fold(found);
  const farthest = Math.max(1, Math.floor(wanted.length / 3));
  return [...new Set(allowed)]
    .filter((word) => word.length <= LONGEST_COMPARED && Math.abs(word.length - wanted.length) <= farthest)
    .map((word) => ({ word, distance: distance(wanted, fold(word)) }))
    .filter((candidate) => candidate.distance <= farthest && candidate.word !== found)
    .sort((a, b) => a.distance - b.distance || compare(a.word, b.word))
    .slice(0, MOST_SUGGESTIONS)
    .map((candidate) => candidate.word);
}

/** `; did you mean "a" or "b"?`, or nothing: the end of a message. */
export function didYouMean(found: string, allowed: readonly string[]): string {
  const words = suggest(found, allowed).map((word) => `"${word}"`);
  return words.length === 0 ? '' : `; did you mean ${words.join(' or ')}?`;
}

function fold(word: string): string {
  return word.toLowerCase().replaceAll('_', '-');
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Optimal string alignment: Damerau-Levenshtein where no part is edited twice. */
function distance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = from[row - 1] === to[column - 1] ? 0 : 1;
      let cost = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + replaced);
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      }
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
