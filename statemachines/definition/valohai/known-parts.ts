import type {
  NodeDefinition,
  PartialDefinition,
  PipelineBlueprint,
  PipelineDefinition,
} from '../pipeline-definition.ts';
import { itemId } from './item-id.ts';

/**
 * What a graph can be made of in a file with faults: without the steps and tasks of which parts are missing, so that
 * nobody finds fault with nodes that use them; and of each pipeline how much of it is known.
 */
export function knownParts(
  definition: PipelineDefinition,
  incomplete: ReadonlySet<string>,
): Pick<PartialDefinition, 'definition' | 'completeness'> {
  const whole = wholePipelines(definition, incomplete);
  const completeness = new Map(
    definition.pipelines.map(({ name: { value: name } }) => {
      if (whole.has(name)) return [name, 'whole'] as const;
      return [name, incomplete.has(itemId('pipeline', name)) ? 'in-part' : 'without-some-steps'] as const;
    }),
  );
  return {
    definition: {
      ...definition,
      steps: definition.steps.filter((step) => !incomplete.has(itemId('step', step.name.value))),
      tasks: definition.tasks.filter((task) => !incomplete.has(itemId('task', task.name.value))),
    },
    completeness,
  };
}

/** Those of which all is known: their nodes, the steps and tasks of these, and the pipelines within them. */
function wholePipelines(definition: PipelineDefinition, incomplete: ReadonlySet<string>): ReadonlySet<string> {
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
  return whole;
}
