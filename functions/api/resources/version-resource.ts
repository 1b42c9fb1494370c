import type { PipelineVersionResource } from '../../../api/schemas/pipeline.ts';
import type { PipelineVersion } from '../../../platform/pipelines/pipeline-registry.ts';

export function versionResource(version: PipelineVersion): PipelineVersionResource {
  const { pipeline, definitionHash, file, origin, nodes, createdAt } = version;
  return { pipeline, version: definitionHash, file, origin, nodes, createdAt };
}
