/** Numbers the variables of a definition as they are first met. */
export class VariableNumbers {
  readonly names: string[] = [];
  readonly #numbers = new Map<string, number>();

  of(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.names.length);
    return this.names.push(name) - 1;
  }

  find(name: string): number | undefined {
    return this.#numbers.get(name);
  }
}

/** A set of a definition's variables, one bit each; never changed once it is made. */
export interface VariableSet {
  has(name: string): boolean;
  /** This set itself where nothing is added to it. */
  with(other: VariableSet): VariableSet;
  names(): Iterable<string>;
  readonly words: Uint32Array;
}

const setOf = (words: Uint32Array, numbers: VariableNumbers): VariableSet => {
  const hasNumber = (number: number): boolean => (((words[number >>> 5] ?? 0) >>> (number & 31)) & 1) === 1;
  const set: VariableSet = {
    words,
    has(name) {
      const number = numbers.find(name);
      return number !== undefined && hasNumber(number);
    },
    with(other) {
      const more = other.words;
      if (more === words || more.every((word, index) => (word & ~(words[index] ?? 0)) === 0)) return set;
      const both = new Uint32Array(Math.max(words.length, more.length));
      both.set(words);
      for (let index = 0; index < more.length; index++) both[index] = (both[index] ?? 0) | (more[index] ?? 0);
      return setOf(both, numbers);
    },
    *names() {
      for (const [number, name] of numbers.names.entries()) if (hasNumber(number)) yield name;
    },
  };
  return set;
};

export const variableSet = (names: Iterable<string>, numbers: VariableNumbers): VariableSet => {
  const all = [...names].map((name) => numbers.of(name));
  const words = new Uint32Array(all.length === 0 ? 0 : (Math.max(...all) >>> 5) + 1);
  for (const number of all) words[number >>> 5] = (words[number >>> 5] ?? 0) | (1 << (number & 31));
  return setOf(words, numbers);
};
