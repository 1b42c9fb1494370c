import type { ExecutionPlan, PlanBlock, PlannedAxis } from '../plan/execution-plan.ts';
import { assertNever } from '../diagnostics/invariant.ts';
import type { GraphEdge, PipelineGraph } from '../graph/pipeline-graph.ts';

/** What an edge carries, in the definition's words. */
function edgeWords(edge: GraphEdge): string {
  switch (edge.kind) {
    case 'output-input':
      return `output ${edge.output} → input ${edge.input}`;
    case 'input-input':
      return `input ${edge.sourceInput} → input ${edge.input}`;
    case 'parameter-parameter':
      return `parameter ${edge.sourceParameter} → parameter ${edge.parameter}`;
    case 'metadata-parameter':
      return `metadata ${edge.metadata} → parameter ${edge.parameter}`;
    case 'output-file':
      return `output ${edge.output} → file ${edge.endpoint}.${edge.file}`;
    case 'dependency':
      return 'order';
    default:
      return assertNever(edge);
  }
}

/** Title of a nested pipeline: `model · the pipeline fit`. */
export function nestedWords(name: string, graph: PipelineGraph): string {
  const node = graph.nodes.find((each) => each.name === name);
  return node?.kind === 'pipeline' ? `${name} · the pipeline ${node.pipeline}` : name;
}

/** Title of a Map: its axis, the number of its trials, its mode. */
export function mapWords(block: PlanBlock & { readonly kind: 'map' }, plan: ExecutionPlan): string {
  const axis = plan.axes.find(({ id }) => id === block.axis);
  return `each of ${block.axis} (${axis === undefined ? 0 : timesWords([axis])}, ${block.mode})`;
}

/** How many trials axes make: `6`, and where lists of metadata bring some, `6 × values of a.tags`. */
function timesWords(axes: readonly PlannedAxis[]): string {
  const known = axes.reduce((product, axis) => product * axis.points.length, 1);
  const lists = axes
    .flatMap((axis) => axis.lists ?? [])
    .map(({ producer, key }) => `values of ${producer.node}.${key}`);
  return (known === 1 && lists.length > 0 ? lists : [known, ...lists]).join(' × ');
}

/** What a node does and how often: `train · slipway/train#default · 4 times: collection × epochs`. */
export function nodeWords(name: string, graph: PipelineGraph, plan: ExecutionPlan): readonly string[] {
  const planned = plan.nodes.find((node) => node.node === name);
  const node = graph.nodes.find((each) => each.name === name);
  if (planned === undefined || node === undefined) return [name];
  const { work, axes } = planned;
  const does = work.kind === 'handler' ? work.handler : work.kind === 'command' ? work.image : planned.kind;
  const gathered = gatheredAxes(name, graph, plan);
  return [
    name,
    does,
    ...(axes.length === 0 ? [] : [`${timesWords(axes)} times: ${axes.map((axis) => axis.id).join(' × ')}`]),
    ...(gathered.length === 0 ? [] : [`gathers ${gathered.join(' × ')}`]),
    ...plan.rendezvous.filter(({ waiter }) => waiter === name).map(({ producer }) => `waits for ${producer}`),
    ...plan.rendezvous.filter(({ producer }) => producer === name).map(({ waiter }) => `wakes ${waiter}`),
  ];
}

/** Blocks that are drawn: signals and waits are told by the nodes that they belong to. */
export function drawnBlocks(block: PlanBlock): readonly PlanBlock[] {
  if (block.kind !== 'series' && block.kind !== 'parallel') return [block];
  return block.blocks.filter(({ kind }) => kind !== 'signal' && kind !== 'wait');
}

/** A line a rendezvous: the edge, and why no nesting holds it. */
export function rendezvousWords({ rendezvous }: ExecutionPlan): readonly string[] {
  return rendezvous.map(({ producer, waiter, reason }) => `${producer} → ${waiter}: ${reason}`);
}

/** Whether an edge is held by a signal and a wait, not by the nesting. */
export function isRendezvous({ rendezvous }: ExecutionPlan, from: string, to: string): boolean {
  return rendezvous.some(({ producer, waiter }) => producer === from && waiter === to);
}

/** Axes of what a node waits for that it does not run over itself. */
function gatheredAxes(name: string, graph: PipelineGraph, plan: ExecutionPlan): readonly string[] {
  const axesOf = (node: string) => (plan.nodes.find((each) => each.node === node)?.axes ?? []).map((axis) => axis.id);
  const own = axesOf(name);
  const arriving = new Set(graph.edges.filter((edge) => edge.to === name).flatMap((edge) => axesOf(edge.from)));
  return plan.axes.map((axis) => axis.id).filter((axis) => arriving.has(axis) && !own.includes(axis));
}

/** A line a barrier: who waits for whom, and why. */
export function barrierWords({ barriers }: ExecutionPlan): readonly string[] {
  return barriers.map(
    ({ before, after, reason }) =>
      `${after.join(', ')} ${after.length === 1 ? 'waits' : 'wait'} for all of ${before.join(', ')}: ${reason}`,
  );
}

/** Pairs of nodes with an edge between them, each with all that flows. */
export function flows(
  graph: PipelineGraph,
): readonly { readonly from: string; readonly to: string; readonly what: readonly string[] }[] {
  const found = new Map<string, { from: string; to: string; what: string[] }>();
  for (const edge of graph.edges) {
    const key = JSON.stringify([edge.from, edge.to]);
    const flow = found.get(key) ?? { from: edge.from, to: edge.to, what: [] };
    flow.what.push(edgeWords(edge));
    found.set(key, flow);
  }
  return [...found.values()];
}
