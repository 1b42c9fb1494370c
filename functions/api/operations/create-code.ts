import type { Routes } from '../../../api/routes.ts';
import { claimCode } from '../../../platform/pipelines/claim-code.ts';
import type { Operation } from '../operation.ts';
import { uploadResource } from '../resources/upload-resource.ts';

export const createCode: Operation<Routes['createCode']> = async ({ objects }, { project, params, body }) => {
  const upload = await claimCode(objects, { project, digest: params.digest, size: body.size });
  return upload === undefined ? { present: true } : { present: false, upload: uploadResource(upload) };
};
