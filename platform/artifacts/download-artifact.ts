import { posix } from 'node:path';
import { Problem } from '../problems/problem.ts';
import type { ArtifactStore } from './artifact-store.ts';
import { findArtifact } from './describe-artifact.ts';
import type { ObjectStore, PresignedRequest } from './object-store.ts';
import { parseObjectUri } from './object-uri.ts';

const downloadSeconds = 15 * 60;

/** An address from which an artifact can be read without a token, for at most 15 minutes. */
export async function downloadArtifact(
  stores: { readonly artifacts: ArtifactStore; readonly objects: ObjectStore },
  project: string,
  artifactId: string,
): Promise<PresignedRequest> {
  const artifact = await findArtifact(stores.artifacts, project, artifactId);
  const place = parseObjectUri(artifact.uri);
  if (place?.bucket !== stores.objects.bucket || (await stores.objects.sizeOf(place.key)) === undefined) {
    throw new Problem(
      'not-found',
      `the file of artifact "${artifactId}" ("${artifact.path}") is not in the bucket: it was never uploaded, or was removed`,
    );
  }
  const filename = posix.basename(artifact.path);
  return stores.objects.presignDownload(place.key, { filename, seconds: downloadSeconds });
}
