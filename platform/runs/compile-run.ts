import type { CompiledPipeline } from '../../statemachines/asl/compiled-pipeline.ts';
import { compilePipeline } from '../../statemachines/compile.ts';
import type { Diagnosed } from '../../statemachines/diagnostics/diagnostic.ts';
import { invariant } from '../../statemachines/diagnostics/invariant.ts';
import type { PipelineVersion } from '../pipelines/pipeline-registry.ts';
import type { PipelineObjects } from '../pipelines/pipeline-objects.ts';
import { checkInputs } from './check-inputs.ts';
import type { Run } from './run.ts';

/** A version compiled with a run's own values, with everything that is wrong with them. */
export async function compileRun(
  { objects, bucket }: { readonly objects: PipelineObjects; readonly bucket: string },
  version: PipelineVersion,
  { parameters, inputs, targets }: Pick<Run, 'parameters' | 'inputs' | 'targets'>,
): Promise<Diagnosed<CompiledPipeline>> {
  const definition = await objects.getText(version.definitionKey);
  invariant(definition !== undefined, `the definition of "${version.pipeline}" lies where its version says`);
  const compiled = compilePipeline(definition, version.file, {
    pipeline: version.pipeline,
    parameters,
    inputs,
    targets,
    codeDigests: version.code,
  });
  if (compiled.value === undefined) return compiled;
  const faults = checkInputs(compiled.value.plan, { bucket, project: version.project });
  return {
    value: faults.length === 0 ? compiled.value : undefined,
    diagnostics: [...compiled.diagnostics, ...faults],
  };
}
