import { axisSizes } from './node-tally.ts';
import type { RunNode } from './run.ts';

/** A node of a retried run: the fate that it had stays where all of its executions succeeded. */
export function keepSuccesses(node: RunNode, former: RunNode | undefined): RunNode {
  const open = openAgain(node);
  if (former === undefined || !succeededWhole(former) || former.summary === undefined) return open;
  return { ...open, fate: 'succeeded', summary: former.summary };
}

const ofItsEnd: readonly string[] = ['fate', 'reason', 'summary'] satisfies readonly (keyof RunNode)[];

function openAgain(node: RunNode): RunNode {
  return Object.fromEntries(Object.entries(node).filter(([field]) => !ofItsEnd.includes(field))) as unknown as RunNode;
}

/** Nodes of which some execution did not succeed, with the sizes of their axes as far as these are known. */
export function withoutSuccess(
  nodes: readonly RunNode[],
): readonly { readonly node: string; readonly sizes: readonly number[] | undefined }[] {
  return nodes.filter((node) => !succeededWhole(node)).map((node) => ({ node: node.node, sizes: axisSizes(node) }));
}

function succeededWhole({ fate, summary }: RunNode): boolean {
  const counts = Object.entries(summary?.counts ?? {});
  return fate === 'succeeded' && counts.every(([status, count]) => status === 'succeeded' || count === 0);
}
