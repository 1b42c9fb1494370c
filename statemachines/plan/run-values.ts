import type { ParameterDefinition, ParameterValue } from '../definition/pipeline-definition.ts';
import type { DiagnosticCollector } from '../diagnostics/diagnostic-collector.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { GraphNode, GraphParameter, PipelineGraph } from '../graph/pipeline-graph.ts';
import { inputsOf, parametersOf } from '../graph/sockets.ts';
import { castValue, isList } from '../graph/values/cast-value.ts';
import { reportVaried } from './report-varied.ts';

/** Values that a run is started with. */
export interface RunValues {
  /** By a pipeline parameter's name, or `<node>.<parameter>`. For a swept parameter: the axis's values. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** By `<node>.<input>`, or `<input>` for all nodes that have such an input: URIs. */
  readonly inputs: Readonly<Record<string, readonly string[]>>;
}

/** The same, checked and split by what they set. */
export interface CheckedValues {
  readonly pipeline: ReadonlyMap<string, ParameterValue>;
  /** `<node>.<parameter>` → value. */
  readonly nodes: ReadonlyMap<string, ParameterValue>;
  /** `<node>.<input>` → URIs. */
  readonly inputs: ReadonlyMap<string, readonly string[]>;
}

/** Every fault of a run's values at once. */
export function checkRunValues(graph: PipelineGraph, values: RunValues, collector: DiagnosticCollector): CheckedValues {
  const pipeline = new Map<string, ParameterValue>();
  const nodes = new Map<string, ParameterValue>();
  for (const [name, value] of Object.entries(values.parameters)) {
    const parameter = graph.parameters.find((candidate) => candidate.name === name);
    if (parameter !== undefined) {
      const cast = checkPipelineValue(graph, parameter, value, collector);
      if (cast !== undefined) pipeline.set(name, cast);
    } else setNodeValue(graph, name, value, nodes, collector);
  }
  return { pipeline, nodes, inputs: checkInputs(graph, values.inputs, collector) };
}

/**
 * Cast by the first target's declared type; every target must take the value. Undefined for one that does not fit: the
 * definition's own goes on in its place, so that no fault follows from the one that was told.
 */
function checkPipelineValue(
  graph: PipelineGraph,
  parameter: GraphParameter,
  given: ParameterValue,
  collector: DiagnosticCollector,
): ParameterValue | undefined {
  const swept = graph.sweep?.axes.some((axis) => axis.parameter === parameter.name) === true;
  const value = swept ? axisValues(given) : given;
  let cast: ParameterValue | undefined;
  for (const target of parameter.targets) {
    const node = graph.nodes.find((candidate) => candidate.name === target.node);
    const declared = node && parametersOf(node).find((candidate) => candidate.name.value === target.parameter);
    if (node === undefined || declared === undefined) continue;
    const spreads = swept || spreadsOver(node, declared, value);
    const own = castGiven(parameter.name, value, declared, node, spreads, collector);
    if (own === undefined) return undefined;
    cast ??= own;
  }
  return cast ?? value;
}

/** A list spreads over a task node, too: each item is one trial's value. */
function spreadsOver(node: GraphNode, declared: ParameterDefinition, value: ParameterValue): boolean {
  return node.kind === 'sweep' && declared.multiple === 'none' && isList(value);
}

function castGiven(
  name: string,
  value: ParameterValue,
  declared: ParameterDefinition,
  node: GraphNode,
  spreads: boolean,
  collector: DiagnosticCollector,
): ParameterValue | undefined {
  if (!spreads || !isList(value)) return castOrReport(name, value, declared, node, collector);
  const casts = value.map((item) => castOrReport(name, item, declared, node, collector));
  return casts.includes(undefined) ? undefined : casts.flatMap((item) => item ?? []);
}

function castOrReport(
  name: string,
  value: ParameterValue,
  declared: ParameterDefinition,
  node: GraphNode,
  collector: DiagnosticCollector,
): ParameterValue | undefined {
  const cast = castValue(value, declared);
  if (cast.kind === 'value') return cast.value;
  const codes = { type: 'SL5002', choices: 'SL5003', range: 'SL5004' } as const;
  collector.error(codes[cast.fault], `the value of the parameter "${name}" does not fit: ${cast.what}`, undefined, {
    hint: `it goes to the parameter "${declared.name.value}" of the node "${node.name}"`,
    related: [{ message: `"${declared.name.value}" is declared here`, span: declared.span }],
  });
  return undefined;
}

/** `2,5` and `[2, 5]` as text are lists here too: a command line has no other way to say one. */
function axisValues(given: ParameterValue): ParameterValue {
  if (given === null || isList(given)) return given;
  if (typeof given !== 'string') return [given];
  const text = given.trim().replace(/^\[(.*)\]$/su, '$1');
  return text.split(',').map((item) => item.trim().replace(/^"(.*)"$/su, '$1'));
}

function setNodeValue(
  graph: PipelineGraph,
  name: string,
  value: ParameterValue,
  nodes: Map<string, ParameterValue>,
  collector: DiagnosticCollector,
): void {
  const node = graph.nodes.find((candidate) => name.startsWith(`${candidate.name}.`));
  const declared = node && parametersOf(node).find((candidate) => name === `${node.name}.${candidate.name.value}`);
  if (node !== undefined && declared !== undefined) {
    if (reportVaried(graph, node, declared.name.value, value, collector)) return;
    const cast = castGiven(name, value, declared, node, spreadsOver(node, declared, value), collector);
    if (cast !== undefined) nodes.set(name, cast);
    return;
  }
  const own = graph.nodes.flatMap((each) =>
    parametersOf(each).map((parameter) => `${each.name}.${parameter.name.value}`),
  );
  const names = graph.parameters.map((parameter) => parameter.name);
  const known = names.length === 0 ? 'the pipeline has no parameters' : `parameters are ${quoted(names)}`;
  collector.error(
    'SL5001',
    `the pipeline "${graph.pipeline}" has no parameter "${name}"${didYouMean(name, [...names, ...own])}`,
    undefined,
    { hint: `${known}; a parameter of one node is "<node>.<parameter>"` },
  );
}

function checkInputs(
  graph: PipelineGraph,
  given: RunValues['inputs'],
  collector: DiagnosticCollector,
): ReadonlyMap<string, readonly string[]> {
  const inputs = new Map<string, readonly string[]>();
  const all = graph.nodes.flatMap((node) =>
    inputsOf(node).map((input) => ({ node, input, key: `${node.name}.${input.name}` })),
  );
  // The short form first, so that a node's own value replaces it.
  const entries = Object.entries(given).sort(
    ([a], [b]) => Number(all.some((each) => each.key === a)) - Number(all.some((each) => each.key === b)),
  );
  for (const [name, uris] of entries) {
    const found = all.filter((each) => each.key === name || each.input.name === name);
    if (found.length === 0) {
      const keys = [...new Set(all.flatMap((each) => [each.input.name, each.key]))];
      collector.error(
        'SL5005',
        `the pipeline "${graph.pipeline}" has no input "${name}"${didYouMean(name, keys)}`,
        undefined,
        {
          hint: keys.length === 0 ? 'its steps have no inputs' : `inputs are ${quoted(keys)}`,
        },
      );
      continue;
    }
    const free = found.filter(({ node, input }) => !filledByEdge(graph, node, input.name));
    if (free.length === 0) {
      collector.error(
        'SL5006',
        `the input "${name}" is filled by an edge, so that the value given would not be used`,
        undefined,
        {
          hint: 'leave it out, or set "edge-merge-mode: append" on the node',
        },
      );
    }
    for (const { key } of free) inputs.set(key, uris);
  }
  return inputs;
}

function filledByEdge(graph: PipelineGraph, node: GraphNode, input: string): boolean {
  if ((node.kind === 'execution' || node.kind === 'sweep') && node.edgeMergeMode === 'append') return false;
  return graph.edges.some((edge) => edge.to === node.name && 'input' in edge && edge.input === input);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
