import type { Routes } from '../../../api/routes.ts';
import { downloadArtifact as presign } from '../../../platform/artifacts/download-artifact.ts';
import type { Operation } from '../operation.ts';

export const downloadArtifact: Operation<Routes['downloadArtifact']> = async (platform, { project, params }) => {
  const { url, expiresAt } = await presign(platform, project, params.artifactId);
  return { url, expiresAt };
};
