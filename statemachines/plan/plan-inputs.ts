import { inputsOf } from '../graph/sockets.ts';
import type { GraphInput } from '../graph/pipeline-graph.ts';
import type { InputPlan, InputSource } from './execution-plan.ts';
import type { NodeSources } from './plan-parameters.ts';

/** The files of each input: what the run gives instead of the default, and what edges bring instead of, or behind, it. */
export function planInputs(sources: NodeSources): readonly InputPlan[] {
  return inputsOf(sources.node).map((input) => ({
    name: input.name,
    optional: input.optional,
    ...(input.filename === undefined ? {} : { filename: input.filename }),
    keepDirectories: input.keepDirectories,
    download: input.download,
    sources: sourcesOf(input, sources),
  }));
}

function sourcesOf(input: GraphInput, { node, edges, values, producer }: NodeSources): readonly InputSource[] {
  const given = values.inputs.get(`${node.name}.${input.name}`) ?? input.default.map((uri) => uri.value);
  const uris = given.map((uri): InputSource => ({ kind: 'uri', uri }));
  const brought = edges.flatMap((edge): readonly InputSource[] => {
    if (edge.kind === 'output-input' && edge.input === input.name) {
      return [{ kind: 'output', producer: producer(edge.from), pattern: edge.output }];
    }
    if (edge.kind === 'input-input' && edge.input === input.name) {
      return [{ kind: 'input', producer: producer(edge.from), input: edge.sourceInput }];
    }
    return [];
  });
  if (brought.length === 0) return uris;
  const appends = (node.kind === 'execution' || node.kind === 'sweep') && node.edgeMergeMode === 'append';
  return appends ? [...uris, ...brought] : brought;
}
