import type { Readable } from 'node:stream';
import type { ArtifactReference, ExecutionReference } from '../runs/run.ts';
import { type Artifact, artifactIdOf } from './artifact.ts';
import type { ArtifactStore } from './artifact-store.ts';
import { forEachLimited } from './for-each-limited.ts';
import { mediaTypeOf } from './media-type.ts';
import type { ObjectStore } from './object-store.ts';
import { objectUri } from './object-uri.ts';

export interface OutputFile {
  /** Normalised. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly mediaType?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  open(): Readable;
}

const parallelUploads = 4;

/**
 * Uploads what an attempt wrote, each under its own key below `prefix`, which no other attempt has, and records the artifacts.
 * In the order of the files.
 */
export async function uploadOutputs(
  stores: { readonly artifacts: ArtifactStore; readonly objects: ObjectStore },
  attempt: { readonly project: string; readonly producedBy: ExecutionReference; readonly prefix: string },
  files: readonly OutputFile[],
  now: () => string,
): Promise<readonly ArtifactReference[]> {
  if (files.length === 0) return [];
  const references: ArtifactReference[] = [];
  await forEachLimited(files, parallelUploads, async (file, index) => {
    const mediaType = file.mediaType ?? mediaTypeOf(file.path);
    const key = `${attempt.prefix}outputs/${file.path}`;
    const { size, sha256 } = await stores.objects.write(key, file.open(), { size: file.size, mediaType });
    const uri = objectUri({ bucket: stores.objects.bucket, key });
    references[index] = {
      artifactId: artifactIdOf(uri),
      path: file.path,
      uri,
      size,
      sha256,
      mediaType,
      ...(file.metadata === undefined ? {} : { metadata: file.metadata }),
    };
  });
  const createdAt = now();
  const { project, producedBy } = attempt;
  await stores.artifacts.put(
    references.map((reference): Artifact => ({ ...reference, project, createdAt, producedBy })),
  );
  return references;
}
