import type { Routes } from '../../../api/routes.ts';
import { diagnosticResource } from '../../../api/schemas/diagnostic.ts';
import { registerPipeline as register } from '../../../platform/pipelines/register-pipeline.ts';
import type { Operation } from '../operation.ts';
import { versionResource } from '../resources/version-resource.ts';

export const registerPipeline: Operation<Routes['registerPipeline']> = async (platform, { project, body }) => {
  const { version, diagnostics } = await register(platform, { project, ...body });
  return { ...versionResource(version), diagnostics: diagnostics.map(diagnosticResource) };
};
