import type { Dependencies } from './dependencies.ts';

/**
 * All nodes, each after those it waits for, ties in the order given; nodes on a cycle or behind one are left out.
 * A heap of positions keeps ten thousand nodes quick.
 */
export function topologicalOrder(names: readonly string[], dependencies: Dependencies): readonly string[] {
  const position = new Map(names.map((name, index) => [name, index]));
  const waiting = names.map((name) => (dependencies.get(name) ?? []).filter((before) => position.has(before)).length);
  const followers = names.map((): number[] => []);
  for (const [index, name] of names.entries()) {
    for (const before of dependencies.get(name) ?? []) followers[position.get(before) ?? -1]?.push(index);
  }
  const ready: number[] = [];
  for (const [index, count] of waiting.entries()) if (count === 0) push(ready, index);
  const order: string[] = [];
  for (let next = pop(ready); next !== undefined; next = pop(ready)) {
    order.push(names[next] ?? '');
    for (const follower of followers[next] ?? []) {
      const left = (waiting[follower] ?? 0) - 1;
      waiting[follower] = left;
      if (left === 0) push(ready, follower);
    }
  }
  return order;
}

/** One cycle as the names along it, first and last the same; the shortest through its first node in the file's order. */
export function findCycle(names: readonly string[], dependencies: Dependencies): readonly string[] | undefined {
  const ordered = new Set(topologicalOrder(names, dependencies));
  for (const start of names) {
    if (ordered.has(start)) continue;
    const back = pathBack(start, dependencies, ordered);
    if (back !== undefined) return back;
  }
  return undefined;
}

function pathBack(start: string, dependencies: Dependencies, free: ReadonlySet<string>): readonly string[] | undefined {
  const next = new Map<string, string>();
  const queue = [start];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    for (const before of dependencies.get(name) ?? []) {
      if (before === start) {
        const path = [start, name];
        for (let at = name; at !== start; path.push(at)) at = next.get(at) ?? start;
        return path;
      }
      if (free.has(before) || next.has(before)) continue;
      next.set(before, name);
      queue.push(before);
    }
  }
  return undefined;
}

function push(heap: number[], value: number): void {
  let child = heap.push(value) - 1;
  while (child > 0) {
    const parent = (child - 1) >> 1;
    if ((heap[parent] ?? 0) <= value) break;
    heap[child] = heap[parent] ?? 0;
    child = parent;
  }
  heap[child] = value;
}

function pop(heap: number[]): number | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return top;
  let parent = 0;
  for (;;) {
    let child = 2 * parent + 1;
    if (child >= heap.length) break;
    if ((heap[child + 1] ?? Infinity) < (heap[child] ?? 0)) child += 1;
    if ((heap[child] ?? 0) >= last) break;
    heap[parent] = heap[child] ?? 0;
    parent = child;
  }
  heap[parent] = last;
  return top;
}
