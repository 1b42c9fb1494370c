import type { Located } from '../../diagnostics/source-span.ts';
import type { PipelineDefinition } from '../pipeline-definition.ts';

/** Of several definitions with one name the last counts, as in Valohai; the others were warned of, and end here. */
export function lastOfEachName(definition: PipelineDefinition): PipelineDefinition {
  return {
    ...definition,
    steps: lastOf(definition.steps).map((step) => ({
      ...step,
      parameters: lastOf(step.parameters),
      inputs: lastOf(step.inputs),
      environmentVariables: lastOf(step.environmentVariables),
    })),
    tasks: lastOf(definition.tasks),
    pipelines: lastOf(definition.pipelines).map((pipeline) => ({
      ...pipeline,
      parameters: lastOf(pipeline.parameters),
    })),
    deployments: lastOf(definition.deployments),
    endpoints: lastOf(definition.endpoints),
  };
}

function lastOf<T extends { readonly name: Located<string> }>(named: readonly T[]): readonly T[] {
  const last = new Map(named.map((one) => [one.name.value, one]));
  return named.filter((one) => last.get(one.name.value) === one);
}
