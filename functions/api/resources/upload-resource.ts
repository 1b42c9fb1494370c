import type { UploadResource } from '../../../api/schemas/artifact.ts';
import type { PresignedRequest } from '../../../platform/artifacts/object-store.ts';

export function uploadResource({ url, headers }: PresignedRequest): UploadResource {
  return { method: 'PUT', url, headers };
}
