import type { GraphNode, PipelineGraph } from '../statemachines/graph/pipeline-graph.ts';

/** Shapes of pipelines: edges lead from lower to higher numbers. */
export interface GraphFamily {
  readonly name: string;
  readonly edges: (nodes: number, random: () => number) => readonly (readonly [number, number])[];
}

type Edges = (readonly [number, number])[];

const WIDTH = 10;

/** One after the other. */
const chain: GraphFamily = {
  name: 'chain',
  edges: (nodes) => Array.from({ length: nodes - 1 }, (_, index) => [index, index + 1] as const),
};

/** Ten side by side, again and again. */
const forkJoin: GraphFamily = {
  name: 'fork-join',
  edges(nodes) {
    const edges: Edges = [];
    for (let fork = 0; fork + WIDTH + 1 < nodes; fork += WIDTH + 1) {
      for (let side = 1; side <= WIDTH; side += 1) edges.push([fork, fork + side], [fork + side, fork + WIDTH + 1]);
    }
    return edges;
  },
};

/** Two chains, each step of one waiting for the other chain's step before too. */
const ladder: GraphFamily = {
  name: 'N-ladder',
  edges(nodes) {
    const edges: Edges = [];
    for (let left = 0; left + 3 < nodes; left += 2)
      edges.push([left, left + 2], [left + 1, left + 3], [left, left + 3]);
    return edges;
  },
};

/** As many layers as nodes a layer, each node waiting for two of the layer before. */
const layered: GraphFamily = {
  name: 'layered',
  edges(nodes, random) {
    const width = Math.max(2, Math.round(Math.sqrt(nodes)));
    const edges: Edges = [];
    for (let node = width; node < nodes; node += 1) {
      const before = (Math.floor(node / width) - 1) * width;
      const [a, b] = [before + Math.floor(random() * width), before + Math.floor(random() * width)];
      edges.push([a, node]);
      if (b !== a) edges.push([b, node]);
    }
    return edges;
  },
};

/** Twenty nodes at a time: three sources, six features of one or two of them, five models of three features, their evaluations, a report. */
const training: GraphFamily = {
  name: 'ML-like',
  edges(nodes) {
    const edges: Edges = [];
    for (let at = 0; at + 20 <= nodes; at += 20) {
      for (let feature = 0; feature < 6; feature += 1) {
        edges.push([at + (feature % 3), at + 3 + feature]);
        if (feature % 2 === 1) edges.push([at + ((feature + 1) % 3), at + 3 + feature]);
      }
      for (let model = 0; model < 5; model += 1) {
        for (let used = 0; used < 3; used += 1) edges.push([at + 3 + ((2 * model + used) % 6), at + 9 + model]);
        edges.push([at + 9 + model, at + 14 + model], [at + 14 + model, at + 19]);
      }
    }
    return edges;
  },
};

export const graphFamilies: readonly GraphFamily[] = [chain, forkJoin, ladder, layered, training];

/** A definition file of such a graph. */
export function definitionText(nodes: number, edges: readonly (readonly [number, number])[]): string {
  return [
    '- step: { name: work, handler: "steps.ts#work" }',
    '- pipeline:',
    '    name: benchmark',
    '    nodes:',
    ...Array.from({ length: nodes }, (_, index) => `      - { name: n${index}, type: execution, step: work }`),
    `    edges:${edges.length === 0 ? ' []' : ''}`,
    ...edges.map(([from, to]) => `      - [n${from}.dependency.*, n${to}.dependency.*]`),
    '',
  ].join('\n');
}

/** The same as a graph: a file of ten thousand nodes is longer than a definition may be. */
export function graphOf(nodes: number, edges: readonly (readonly [number, number])[]): PipelineGraph {
  const span = { file: 'benchmark.yaml', offset: 0, length: 1, line: 1, column: 1 };
  const node = (_: unknown, index: number): GraphNode => ({
    kind: 'execution',
    name: `n${index}`,
    step: {
      name: 'work',
      work: { kind: 'handler', handler: { value: 'steps.ts#work', span } },
      parameters: [],
      inputs: [],
      environmentVariables: [],
    },
    edgeMergeMode: 'replace',
    onError: 'stop-all',
    actions: [],
    gather: [],
    span,
  });
  return {
    pipeline: 'benchmark',
    nodes: Array.from({ length: nodes }, node),
    edges: edges.map(([from, to]) => ({ kind: 'dependency', from: `n${from}`, to: `n${to}`, span })),
    parameters: [],
    finally: [],
    timeoutSeconds: 86_400,
    statusMode: 'outcome',
    span,
  };
}
