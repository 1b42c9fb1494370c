/** Elements in classes that are split further and further; a split costs what is taken out. */
export interface Partition {
  readonly classOf: (element: number) => number;
  readonly sizeOf: (index: number) => number;
  readonly firstOf: (index: number) => number;
  /** Makes these elements of one class, not all of it, a class of their own. */
  readonly split: (index: number, taken: readonly number[]) => void;
  readonly classes: () => readonly (readonly number[])[];
}

/** One class of all elements, each below `size`. */
export function partitionOf(elements: readonly number[], size: number): Partition {
  const order = [...elements];
  const place = new Int32Array(size);
  const owner = new Int32Array(size).fill(-1);
  for (const [index, element] of order.entries()) {
    place[element] = index;
    owner[element] = 0;
  }
  const starts = [0];
  const ends = [order.length];
  return {
    classOf: (element) => owner[element] ?? -1,
    sizeOf: (index) => (ends[index] ?? 0) - (starts[index] ?? 0),
    firstOf: (index) => order[starts[index] ?? 0] ?? -1,
    split(index, taken) {
      let end = ends[index] ?? 0;
      for (const element of taken) {
        end -= 1;
        const at = place[element] ?? end;
        const other = order[end] ?? element;
        order[at] = other;
        place[other] = at;
        order[end] = element;
        place[element] = end;
        owner[element] = starts.length;
      }
      starts.push(end);
      ends.push(ends[index] ?? end);
      ends[index] = end;
    },
    classes: () => starts.map((start, index) => order.slice(start, ends[index])),
  };
}
