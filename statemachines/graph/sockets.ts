import type { ParameterDefinition } from '../definition/pipeline-definition.ts';
import type { GraphInput, GraphNode, GraphStep } from './pipeline-graph.ts';

/** The step of a node that has one. */
export function stepOf(node: GraphNode): GraphStep | undefined {
  return node.kind === 'execution' || node.kind === 'sweep' ? node.step : undefined;
}

export function parametersOf(node: GraphNode): readonly ParameterDefinition[] {
  if (node.kind === 'pipeline') return node.parameters;
  return stepOf(node)?.parameters ?? [];
}

export function inputsOf(node: GraphNode): readonly GraphInput[] {
  if (node.kind === 'pipeline') return node.inputs;
  return stepOf(node)?.inputs ?? [];
}

export function hasParameter(node: GraphNode, name: string): boolean {
  return parametersOf(node).some((parameter) => parameter.name.value === name);
}

export function hasInput(node: GraphNode, name: string): boolean {
  return inputsOf(node).some((input) => input.name === name);
}
