import type { Routes } from '../../../api/routes.ts';
import { claimUpload } from '../../../platform/artifacts/claim-upload.ts';
import type { Operation } from '../operation.ts';
import { uploadResource } from '../resources/upload-resource.ts';

export const createArtifact: Operation<Routes['createArtifact']> = async (platform, { project, body }) => {
  const { artifact, upload } = await claimUpload(platform, { project, ...body }, platform.now().toISOString());
  return { artifact, ...(upload === undefined ? {} : { upload: uploadResource(upload) }) };
};
