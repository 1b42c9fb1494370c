import type { NodeDefinition, PipelineDefinition } from '../definition/pipeline-definition.ts';
import { assertNever } from '../diagnostics/invariant.ts';
import { mergeStep } from './merge-step.ts';
import type { GraphNode } from './pipeline-graph.ts';
import { emptySweep, expandTask } from './sweep/expand-task.ts';

/** A node with its step found and merged; `undefined` where the step does not exist, which the definition's rules report. */
export function resolveNode(
  node: NodeDefinition,
  definition: PipelineDefinition,
  nested: (pipeline: string) => Pick<GraphNode & { kind: 'pipeline' }, 'parameters' | 'inputs'>,
): GraphNode | undefined {
  const fields = {
    name: node.name.value,
    onError: node.onError,
    actions: node.actions,
    ...(node.depends === undefined ? {} : { depends: node.depends }),
    ...(node.when === undefined ? {} : { when: node.when }),
    gather: gatherOf(node),
    span: node.span,
  };
  switch (node.kind) {
    case 'execution': {
      const step = findStep(definition, node.step.value);
      if (step === undefined) return undefined;
      return { ...fields, kind: 'execution', step: mergeStep(step, node.override), edgeMergeMode: node.edgeMergeMode };
    }
    case 'sweep': {
      const task = node.task && definition.tasks.find((candidate) => candidate.name.value === node.task?.value);
      const stepName = task?.step.value ?? node.step?.value;
      const step = stepName === undefined ? undefined : findStep(definition, stepName);
      if (step === undefined) return undefined;
      return {
        ...fields,
        kind: 'sweep',
        step: mergeStep(step, node.override),
        edgeMergeMode: node.edgeMergeMode,
        trials: task === undefined ? emptySweep : expandTask(task, new Set(step.parameters.map((p) => p.name.value))),
      };
    }
    case 'deployment':
      return {
        ...fields,
        kind: 'deployment',
        deployment: node.deployment.value,
        endpoints: node.endpoints.map((endpoint) => endpoint.value),
        aliases: node.aliases.map((alias) => alias.value),
      };
    case 'approval':
      return {
        ...fields,
        kind: 'approval',
        message: node.message?.value ?? '',
        ...(node.timeoutSeconds === undefined ? {} : { timeoutSeconds: node.timeoutSeconds.value }),
      };
    case 'pipeline':
      return { ...fields, kind: 'pipeline', pipeline: node.pipeline.value, ...nested(node.pipeline.value) };
    default:
      return assertNever(node);
  }
}

function findStep(definition: PipelineDefinition, name: string) {
  return definition.steps.find((step) => step.name.value === name);
}

function gatherOf(node: NodeDefinition): 'all' | readonly string[] {
  if (node.gather === undefined) return [];
  return node.gather.value === true ? 'all' : node.gather.value;
}
