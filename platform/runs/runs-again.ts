import type { RunNode } from './run.ts';

/** Executions of a node: indices of some of its axes, whatever those of the others are; none: all of them. */
export type Trials = Readonly<Record<string, number>>;
export type Again = ReadonlyMap<string, Trials>;

type Node = Pick<RunNode, 'node' | 'after' | 'within' | 'finally'> & {
  readonly axes: readonly { readonly axis: string }[];
};

/**
 * What stands behind something that runs again: trial by trial where both have an axis, so that a sweep of chains repeats
 * only those chains that broke. The nodes of `finally` see the whole run. `own`: trials that run again by themselves; `nodes`
 * in topological order.
 */
export function behindWhatRunsAgain(
  nodes: readonly Node[],
  own: ReadonlyMap<string, readonly Trials[]>,
): ReadonlyMap<string, Again> {
  const everything: Again = new Map([['{}', {}]]);
  const byName = new Map(nodes.map((node) => [node.node, node]));
  const inside = (name: string): readonly string[] =>
    nodes.flatMap(({ node, within }) => (within === name ? [node, ...inside(node)] : []));
  /** What has to end before it: also what its nested pipeline waits for, and all that is in one that it waits for itself. */
  const before = ({ after, within }: Node): readonly string[] => {
    const around = within === undefined ? undefined : byName.get(within);
    return [...after.flatMap((name) => [name, ...inside(name)]), ...(around === undefined ? [] : before(around))];
  };
  const behind = new Map<string, Again>();
  const everyOf = (name: string): readonly Trials[] => [
    ...(behind.get(name)?.values() ?? []),
    ...(own.get(name) ?? []),
  ];
  const reach = (node: Node, from: readonly string[]) =>
    new Map(
      from.flatMap((name) => {
        return everyOf(name).map((point) => {
          const common = node.axes.flatMap(({ axis }) => (axis in point ? [[axis, point[axis]] as const] : []));
          const restricted = Object.fromEntries(common) as Record<string, number>;
          return [JSON.stringify(restricted), restricted] as const;
        });
      }),
    );
  for (const node of nodes) {
    behind.set(node.node, node.finally === true ? everything : reach(node, before(node)));
  }
  // A nested pipeline stands before its nodes, and ends behind them.
  for (const node of nodes) {
    const within = inside(node.node);
    if (within.length > 0) behind.set(node.node, new Map([...(behind.get(node.node) ?? []), ...reach(node, within)]));
  }
  return behind;
}

/** Whether one execution is among them. */
export function isAgain({ axes }: Pick<Node, 'axes'>, again: Again, trial: readonly number[]): boolean {
  const indices = new Map(axes.map(({ axis }, index) => [axis, trial[index]]));
  return [...again.values()].some((point) =>
    Object.entries(point).every(([axis, index]) => indices.get(axis) === index),
  );
}
