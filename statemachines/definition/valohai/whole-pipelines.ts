import type { NodeDefinition, PipelineBlueprint, PipelineDefinition } from '../pipeline-definition.ts';
import { itemId } from './item-id.ts';

/**
 * The definition with those pipelines only of which all is known: their nodes, the steps and tasks of these, and the
 * pipelines within them. Of another one a graph would find faults that are none.
 */
export function withWholePipelines(
  definition: PipelineDefinition,
  incomplete: ReadonlySet<string>,
): PipelineDefinition {
  const isWhole = (kind: 'step' | 'task', name: string): boolean =>
    !incomplete.has(itemId(kind, name)) && definition[`${kind}s`].some((item) => item.name.value === name);
  const isWholeNode = (node: NodeDefinition, whole: ReadonlySet<string>): boolean => {
    switch (node.kind) {
      case 'execution':
        return isWhole('step', node.step.value);
      case 'sweep': {
        const task = definition.tasks.find((one) => one.name.value === node.task?.value);
        const step = node.step ?? task?.step;
        return (
          step !== undefined &&
          isWhole('step', step.value) &&
          (node.task === undefined || isWhole('task', node.task.value))
        );
      }
      case 'pipeline':
        return whole.has(node.pipeline.value);
      case 'approval':
      case 'deployment':
        return true;
    }
  };
  // From the innermost outwards; pipelines that hold each other never get in.
  const whole = new Set<string>();
  const isNew = (pipeline: PipelineBlueprint): boolean =>
    !whole.has(pipeline.name.value) &&
    !incomplete.has(itemId('pipeline', pipeline.name.value)) &&
    pipeline.nodes.every((node) => isWholeNode(node, whole));
  for (let found = definition.pipelines.filter(isNew); found.length > 0; found = definition.pipelines.filter(isNew)) {
    for (const pipeline of found) whole.add(pipeline.name.value);
  }
  return { ...definition, pipelines: definition.pipelines.filter((pipeline) => whole.has(pipeline.name.value)) };
}
