import type { PipelineBlueprint, PipelineDefinition } from '../definition/pipeline-definition.ts';
import type { DiagnosticCollector } from '../diagnostics/diagnostic-collector.ts';
import { didYouMean } from '../diagnostics/suggest.ts';

/** The pipeline of that name; without a name the file's only one. Anything else is a diagnostic that names the choices. */
export function choosePipeline(
  definition: PipelineDefinition,
  name: string | undefined,
  collector: DiagnosticCollector,
): PipelineBlueprint | undefined {
  const { pipelines, file } = definition;
  const names = pipelines.map((pipeline) => pipeline.name.value);
  const listed = names.map((known) => `"${known}"`).join(', ');
  if (pipelines.length === 0) {
    collector.error('SL2001', `no pipeline is defined in "${file}"`, undefined, {
      hint: 'add an item "- pipeline:" with a name, nodes and edges',
    });
    return undefined;
  }
  if (name === undefined) {
    if (pipelines.length === 1) return pipelines[0];
    collector.error('SL2003', `"${file}" defines ${pipelines.length} pipelines: ${listed}`, undefined, {
      hint: 'name the one that is meant, with --pipeline NAME',
    });
    return undefined;
  }
  const found = pipelines.find((pipeline) => pipeline.name.value === name);
  if (found === undefined) {
    collector.error('SL2002', `there is no pipeline "${name}" in "${file}"${didYouMean(name, names)}`, undefined, {
      hint: `defined are ${listed}`,
    });
  }
  return found;
}
