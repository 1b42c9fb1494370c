import type {
  NodeDefinition,
  PartialDefinition,
  PipelineBlueprint,
  PipelineDefinition,
  StepDefinition,
} from '../pipeline-definition.ts';
import { itemId } from './item-id.ts';

/**
 * What a graph can be made of in a file with faults, and how much of each pipeline is known: what depends on the missing
 * parts is not to be held against it. A step that is not there at all is stood in for, so that its nodes keep their
 * places among the others.
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
  return { definition: { ...definition, steps: [...definition.steps, ...standIns(definition)] }, completeness };
}

function standIns(definition: PipelineDefinition): readonly StepDefinition[] {
  const known = new Set(definition.steps.map((step) => step.name.value));
  const named = [
    ...definition.tasks.map((task) => task.step),
    ...definition.pipelines.flatMap((pipeline) =>
      pipeline.nodes.flatMap((node) => ('step' in node ? [node.step] : [])),
    ),
  ];
  const missing = new Map(named.filter(({ value }) => !known.has(value)).map((name) => [name.value, name]));
  return [...missing.values()].map((name) => ({
    name,
    work: { kind: 'handler', handler: name },
    parameters: [],
    inputs: [],
    outputs: [],
    environmentVariables: [],
    environmentVariableGroups: [],
    mounts: [],
    cacheVolumes: [],
    span: name.span,
  }));
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
