import type { Routes } from '../../../api/routes.ts';
import { findVersion } from '../../../platform/pipelines/find-version.ts';
import type { Operation } from '../operation.ts';
import { versionResource } from '../resources/version-resource.ts';

export const getPipeline: Operation<Routes['getPipeline']> = async ({ registry }, { project, params }) => {
  const { pipeline } = params;
  const latest = await findVersion(registry, project, pipeline, undefined);
  const versions = await registry.listVersions(project, pipeline);
  return {
    pipeline,
    latest: versionResource(latest),
    versions: versions.map(({ definitionHash, createdAt }) => ({ version: definitionHash, createdAt })),
  };
};
