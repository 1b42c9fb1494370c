import type { ParameterDefinition } from '../definition/pipeline-definition.ts';
import type { GraphEdge, GraphNode, GraphParameter, PipelineGraph } from './pipeline-graph.ts';
import { inputsOf, parametersOf } from './sockets.ts';

type PipelineNode = GraphNode & { readonly kind: 'pipeline' };

/** What a nested pipeline takes, as a node takes it: its own parameters, and its nodes' inputs by `<node>.<input>`. */
export function socketsOf({ parameters, nodes, edges }: PipelineGraph): Pick<PipelineNode, 'parameters' | 'inputs'> {
  const filled = new Set(edges.flatMap((edge) => ('input' in edge ? [`${edge.to}.${edge.input}`] : [])));
  return {
    parameters: parameters.flatMap((parameter): readonly ParameterDefinition[] => {
      const [target] = parameter.targets;
      const node = nodes.find((each) => each.name === target?.node);
      const taken = node && parametersOf(node).find((each) => each.name.value === target?.parameter);
      if (taken === undefined) return [];
      const { default: own, ...rest } = taken;
      const value = parameter.default ?? own;
      return [
        {
          ...rest,
          name: { value: parameter.name, span: parameter.span },
          ...(value === undefined ? {} : { default: value }),
        },
      ];
    }),
    inputs: nodes.flatMap((node) =>
      inputsOf(node)
        .map((input) => ({ ...input, name: `${node.name}.${input.name}`, optional: true }))
        .filter(({ name }) => !filled.has(name)),
    ),
  };
}

/** Whether an edge takes something of a nested pipeline that one of its nodes has: `<node>.<key>`. */
export function nestedKey(
  key: string,
  inner: PipelineGraph,
): { readonly node: GraphNode; readonly key: string } | undefined {
  const node = inner.nodes
    .filter(({ name }) => key.startsWith(`${name}.`))
    .sort((a, b) => b.name.length - a.name.length)[0];
  return node === undefined ? undefined : { node, key: key.slice(node.name.length + 1) };
}

/**
 * Nested pipelines opened up: their nodes join the graph as `<node>.<inner node>`, and what edges and parameters bring to, or
 * take from, a nested pipeline goes to the nodes in it. The node itself stays, as what starts and ends with them.
 */
export function expandPipelines(
  graph: PipelineGraph,
  innerOf: (node: PipelineNode) => PipelineGraph | undefined,
): PipelineGraph {
  const inner = new Map(
    graph.nodes.flatMap((node) => {
      const found = node.kind === 'pipeline' ? innerOf(node) : undefined;
      return found === undefined ? [] : [[node.name, found] as const];
    }),
  );
  if (inner.size === 0) return graph;
  const targetsOf = (target: GraphParameter['targets'][number]): GraphParameter['targets'] => {
    const found = inner.get(target.node);
    if (found === undefined) return [target];
    const own = found.parameters.find((each) => each.name === target.parameter);
    return (own?.targets ?? []).map((each) => ({ ...each, node: `${target.node}.${each.node}` }));
  };
  const nested = [...inner].map(([name, each]) => renamed(each, name));
  return {
    ...graph,
    nodes: graph.nodes.flatMap((node) => {
      const found = inner.get(node.name);
      if (found === undefined || node.kind !== 'pipeline') return [node];
      const { timeoutSeconds, statusMode } = found;
      const opened: PipelineNode = { ...node, parameters: [], inputs: [], timeoutSeconds, statusMode };
      return [opened, ...renamed(found, node.name).nodes];
    }),
    // The last one that sets a parameter decides: what is around is nearer to the run.
    parameters: [
      ...nested.flatMap((each) => each.parameters),
      ...graph.parameters.map((parameter) => ({ ...parameter, targets: parameter.targets.flatMap(targetsOf) })),
    ],
    edges: [
      ...graph.edges.flatMap((edge) => outgoing(edge, inner).flatMap((each) => arriving(each, inner, targetsOf))),
      ...nested.flatMap((each) => each.edges),
    ],
  };
}

/** Everything of a nested pipeline under its node's name. */
function renamed(graph: PipelineGraph, name: string): Pick<PipelineGraph, 'nodes' | 'edges' | 'parameters'> {
  const within = (inner: string) => `${name}.${inner}`;
  return {
    nodes: graph.nodes.map((node) => ({
      ...node,
      name: within(node.name),
      within: node.within === undefined ? name : within(node.within),
    })),
    edges: graph.edges.map((edge) => ({ ...edge, from: within(edge.from), to: within(edge.to) })),
    parameters: graph.parameters.map((parameter) => ({
      ...parameter,
      name: within(parameter.name),
      targets: parameter.targets.map((target) => ({ ...target, node: within(target.node) })),
    })),
  };
}

/** Where an edge from a nested pipeline starts; what no node of it has only orders. */
function outgoing(edge: GraphEdge, inner: ReadonlyMap<string, PipelineGraph>): readonly GraphEdge[] {
  const found = inner.get(edge.from);
  if (found === undefined) return [edge];
  const { from, to, span } = edge;
  const order: GraphEdge = { kind: 'dependency', from, to, span };
  switch (edge.kind) {
    case 'output-input':
    case 'output-file': {
      const place = nestedKey(edge.output, found);
      return place === undefined ? [order] : [{ ...edge, from: `${from}.${place.node.name}`, output: place.key }];
    }
    case 'metadata-parameter': {
      const place = nestedKey(edge.metadata, found);
      return place === undefined ? [order] : [{ ...edge, from: `${from}.${place.node.name}`, metadata: place.key }];
    }
    case 'parameter-parameter': {
      const [target] = found.parameters.find((each) => each.name === edge.sourceParameter)?.targets ?? [];
      if (target === undefined) return [order];
      return [{ ...edge, from: `${from}.${target.node}`, sourceParameter: target.parameter }];
    }
    case 'input-input': {
      const place = nestedKey(edge.sourceInput, found);
      return place === undefined ? [order] : [{ ...edge, from: `${from}.${place.node.name}`, sourceInput: place.key }];
    }
    default:
      return [edge];
  }
}

/** Where an edge to a nested pipeline ends: at every node that takes the parameter, or the input. */
function arriving(
  edge: GraphEdge,
  inner: ReadonlyMap<string, PipelineGraph>,
  targetsOf: (target: GraphParameter['targets'][number]) => GraphParameter['targets'],
): readonly GraphEdge[] {
  const found = inner.get(edge.to);
  if (found === undefined) return [edge];
  switch (edge.kind) {
    case 'metadata-parameter':
    case 'parameter-parameter':
      return targetsOf({ node: edge.to, parameter: edge.parameter }).map((target) => ({
        ...edge,
        to: target.node,
        parameter: target.parameter,
      }));
    case 'output-input':
    case 'input-input': {
      const place = nestedKey(edge.input, found);
      return place === undefined ? [] : [{ ...edge, to: `${edge.to}.${place.node.name}`, input: place.key }];
    }
    default:
      return [edge];
  }
}
