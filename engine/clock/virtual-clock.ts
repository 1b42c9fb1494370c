import { seedFrom, seededRandom } from '../expression/seeded-random.ts';
import type { Clock } from './clock.ts';

interface Entry {
  readonly time: number;
  readonly order: number;
  /** Absent once it was called, or shall not be: what it holds is then free. */
  action: (() => void) | undefined;
}

const before = (left: Entry, right: Entry): boolean =>
  left.time < right.time || (left.time === right.time && left.order < right.order);

/** Binary heap: a sweep keeps ten thousand timers at once. */
const push = (heap: Entry[], entry: Entry): void => {
  let index = heap.push(entry) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !before(entry, above)) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = entry;
};

const pop = (heap: Entry[]): Entry | undefined => {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let index = 0;
  for (;;) {
    const leftIndex = index * 2 + 1;
    const left = heap[leftIndex];
    if (left === undefined) break;
    const right = heap[leftIndex + 1];
    const [child, childIndex] = right !== undefined && before(right, left) ? [right, leftIndex + 1] : [left, leftIndex];
    if (!before(child, last)) break;
    heap[index] = child;
    index = childIndex;
  }
  heap[index] = last;
  return first;
};

const FEWEST_TO_DROP = 1_000;

/**
 * A clock that jumps: when nothing is left to do at this instant, time moves to the next timer, so a year's wait takes
 * no time. Timers of the same instant fire in the order in which they were set or, with a `seed`, in an order that the
 * seed decides: either way the same run goes the same way every time.
 * `start` is the first instant in milliseconds since the epoch.
 */
export const createVirtualClock = (start = 0, { seed }: { readonly seed?: string } = {}): Clock => {
  const heap: Entry[] = [];
  const random = seed === undefined ? undefined : seededRandom(seedFrom(seed));
  let now = start;
  let order = 0;
  let holds = 0;
  let cancelled = 0;
  let scheduled = false;
  let closed = false;

  const fire = (entry: Entry): void => {
    const { action } = entry;
    entry.action = undefined;
    if (action === undefined) cancelled--;
    else action();
  };

  /** Deadlines that were never met would otherwise stay until their time comes: a day's worth of them in a sweep. */
  const drop = (): void => {
    if (cancelled < FEWEST_TO_DROP || cancelled * 2 < heap.length) return;
    const live = heap.filter(({ action }) => action !== undefined);
    heap.length = 0;
    cancelled = 0;
    for (const entry of live) push(heap, entry);
  };

  const advance = (): void => {
    scheduled = false;
    if (closed || holds > 0) return;
    let entry = pop(heap);
    while (entry !== undefined && entry.action === undefined) {
      cancelled--;
      entry = pop(heap);
    }
    if (entry === undefined) return;
    now = Math.max(now, entry.time);
    fire(entry);
    // Every timer of this instant fires before anything that the first one caused can set a later one.
    for (let next = heap[0]; next !== undefined && next.time <= now; next = heap[0]) {
      pop(heap);
      fire(next);
    }
    wake();
  };

  // setImmediate runs when all promises have settled as far as they can: then nothing is left to do at this instant.
  const wake = (): void => {
    if (scheduled || closed || heap.length === 0 || holds > 0) return;
    scheduled = true;
    setImmediate(advance);
  };

  return {
    kind: 'virtual',
    now: () => now,
    at(time, action) {
      const entry: Entry = { time, order: random?.() ?? order++, action };
      push(heap, entry);
      wake();
      return {
        cancel() {
          if (entry.action === undefined) return;
          entry.action = undefined;
          cancelled++;
          drop();
        },
      };
    },
    hold() {
      holds++;
    },
    release() {
      holds--;
      wake();
    },
    close() {
      closed = true;
      heap.length = 0;
    },
  };
};
