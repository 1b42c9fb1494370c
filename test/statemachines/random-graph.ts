import fc from 'fast-check';
import type { GraphEdge, GraphNode, PipelineGraph } from '../../statemachines/graph/pipeline-graph.ts';

const span = { file: 'random.yaml', offset: 0, length: 1, line: 1, column: 1 };
const located = <T>(value: T) => ({ value, span });

/** What a generated graph is made of; node `i` is named `n<i>`. */
export interface RandomShape {
  readonly size: number;
  readonly edges: readonly (readonly [number, number])[];
  /** Nodes that take each axis's value. */
  readonly axes: readonly { readonly size: number; readonly targets: readonly number[] }[];
  /** Nodes that gather all axes, or one of them. */
  readonly gathers: readonly { readonly node: number; readonly axis: number | 'all' }[];
}

/** A graph of handlers that only wait for each other. */
export function graphOf({ size, edges, axes, gathers }: RandomShape): PipelineGraph {
  const parameter = {
    name: located('value'),
    type: 'integer',
    optional: true,
    multiple: 'separate',
    multipleSeparator: ',',
    span,
  } as const;
  const nodes = Array.from({ length: size }, (_, index): GraphNode => {
    const gather = gathers.find((each) => each.node === index)?.axis;
    return {
      kind: 'execution',
      name: `n${index}`,
      step: {
        name: 'step',
        work: { kind: 'handler', handler: located('steps.ts#step') },
        parameters: [parameter],
        inputs: [],
        environmentVariables: [],
      },
      edgeMergeMode: 'replace',
      onError: 'stop-all',
      actions: [],
      gather: gather === undefined ? [] : gather === 'all' ? 'all' : [`axis${gather}`],
      span,
    };
  });
  return {
    pipeline: 'random',
    nodes,
    edges: edges.map(([from, to]): GraphEdge => ({ kind: 'dependency', from: `n${from}`, to: `n${to}`, span })),
    parameters: axes.map(({ targets }, index) => ({
      name: `axis${index}`,
      targets: targets.map((target) => ({ node: `n${target}`, parameter: 'value' })),
      span,
    })),
    ...(axes.length === 0
      ? {}
      : {
          sweep: {
            axes: axes.map((axis, index) => ({
              parameter: `axis${index}`,
              values: Array.from({ length: axis.size }, (_, value) => value),
              span,
            })),
            onChildError: 'continue-and-error' as const,
            concurrency: 100,
            batchSize: 1,
            span,
          },
        }),
    finally: [],
    timeoutSeconds: 86_400,
    statusMode: 'outcome',
    span,
  };
}

/** Series-parallel orders of up to `most` nodes: composed in series and side by side, then with edges that are implied anyway. */
export function seriesParallel(most: number): fc.Arbitrary<RandomShape> {
  type Part = { readonly nodes: readonly number[]; readonly edges: readonly (readonly [number, number])[] };
  return fc
    .array(fc.tuple(fc.nat(), fc.boolean(), fc.boolean()), { minLength: 0, maxLength: most - 1 })
    .map((choices) => {
      let parts: Part[] = Array.from({ length: choices.length + 1 }, (_, index) => ({ nodes: [index], edges: [] }));
      for (const [pick, series, implied] of choices) {
        const at = pick % (parts.length - 1);
        const [a, b] = [parts[at], parts[at + 1]];
        if (a === undefined || b === undefined) break;
        const sinks = a.nodes.filter((node) => implied || !a.edges.some(([from]) => from === node));
        const sources = b.nodes.filter((node) => !b.edges.some(([, to]) => to === node));
        const joined = series ? sinks.flatMap((from) => sources.map((to) => [from, to] as const)) : [];
        parts = [
          ...parts.slice(0, at),
          { nodes: [...a.nodes, ...b.nodes], edges: [...a.edges, ...b.edges, ...joined] },
          ...parts.slice(at + 2),
        ];
      }
      return { size: choices.length + 1, edges: parts.flatMap((part) => part.edges), axes: [], gathers: [] };
    });
}

/** Any acyclic graph: edges lead from lower to higher numbers. */
export function acyclic(most: number): fc.Arbitrary<RandomShape> {
  return fc.integer({ min: 1, max: most }).chain((size) =>
    fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: size * 2 }).map((pairs) => ({
      size,
      edges: pairs.flatMap(([a, b]) => (a === b ? [] : [[Math.min(a, b), Math.max(a, b)] as const])),
      axes: [],
      gathers: [],
    })),
  );
}

/** The same with up to three axes, and nodes that gather. */
export function swept(shapes: fc.Arbitrary<RandomShape>): fc.Arbitrary<RandomShape> {
  return shapes.chain((shape) => {
    const node = fc.nat(shape.size - 1);
    const axis = fc.record({
      size: fc.integer({ min: 1, max: 3 }),
      targets: fc.uniqueArray(node, { minLength: 1, maxLength: 3 }),
    });
    return fc.array(axis, { minLength: 1, maxLength: 3 }).chain((axes) =>
      fc
        .uniqueArray(fc.record({ node, axis: fc.oneof(fc.constant('all' as const), fc.nat(axes.length - 1)) }), {
          maxLength: 3,
          selector: (gather) => gather.node,
        })
        .map((gathers) => ({ ...shape, axes, gathers })),
    );
  });
}

/** When each node ends at the earliest. */
export function endings({ size, edges }: RandomShape, seconds: readonly number[]): readonly number[] {
  const ends: number[] = [];
  for (let node = 0; node < size; node += 1) {
    const start = Math.max(0, ...edges.flatMap(([from, to]) => (to === node ? [ends[from] ?? 0] : [])));
    ends.push(start + (seconds[node] ?? 0));
  }
  return ends;
}
