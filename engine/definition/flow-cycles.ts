/**
 * The states that can be reached from `start`, those that lead to each other together, every group before those that it
 * leads to: Tarjan's algorithm, without recursion, since a flow may be ten thousand states long.
 */
export const flowCycles = (
  start: string,
  successors: (name: string) => readonly string[],
): readonly (readonly string[])[] => {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open = new Set<string>();
  const stack: string[] = [];
  const groups: string[][] = [];
  const path: { readonly name: string; readonly rest: Iterator<string> }[] = [];
  const enter = (name: string): void => {
    order.set(name, order.size);
    low.set(name, order.size - 1);
    open.add(name);
    stack.push(name);
    path.push({ name, rest: successors(name)[Symbol.iterator]() });
  };
  const lower = (name: string, to: number | undefined): void => {
    low.set(name, Math.min(low.get(name) ?? 0, to ?? Infinity));
  };
  /** Of those still open, the ones entered since `name` are its group. */
  const close = (name: string): void => {
    const group = stack.splice(stack.lastIndexOf(name));
    for (const member of group) open.delete(member);
    groups.push(group);
  };
  enter(start);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const { name, rest } = top;
    const next = rest.next();
    if (next.done !== true) {
      if (!order.has(next.value)) enter(next.value);
      else if (open.has(next.value)) lower(name, order.get(next.value));
      continue;
    }
    path.pop();
    if (low.get(name) === order.get(name)) close(name);
    const around = path.at(-1);
    if (around !== undefined) lower(around.name, low.get(name));
  }
  return groups.reverse();
};
