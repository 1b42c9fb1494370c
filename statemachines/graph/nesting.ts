import type { PipelineGraph } from './pipeline-graph.ts';

/** Which nested pipelines a node is in, the outermost first, itself last. */
export type WayDown = (node: string) => readonly string[];

export function waysDown({ nodes }: Pick<PipelineGraph, 'nodes'>): WayDown {
  const within = new Map(
    nodes.flatMap((node) => (node.within === undefined ? [] : [[node.name, node.within] as const])),
  );
  return (node) => {
    const way = [node];
    for (let around = within.get(node); around !== undefined; around = within.get(around)) way.unshift(around);
    return way;
  };
}

/**
 * What an edge between two nodes orders: the two, or of those in different nested pipelines the nodes side by side that they
 * are in; undefined where one is inside of the other.
 */
export function orderedBy(from: string, to: string, wayDown: WayDown): readonly [string, string] | undefined {
  const [a, b] = [wayDown(from), wayDown(to)];
  const at = a.findIndex((name, depth) => name !== b[depth]);
  const [before, behind] = [a[at], b[at]];
  return before === undefined || behind === undefined ? undefined : [before, behind];
}

/** A name in the text of a node, which is that of a node beside it. */
export function nodeBeside(name: string, { within }: { readonly within?: string }): string {
  return within === undefined ? name : `${within}.${name}`;
}
