import { Problem } from '../problems/problem.ts';
import { type Artifact, artifactIdOf } from './artifact.ts';
import { normaliseArtifactPath } from './artifact-path.ts';
import type { ArtifactStore } from './artifact-store.ts';
import type { ObjectStore, PresignedRequest } from './object-store.ts';
import { objectUri } from './object-uri.ts';

export interface AnnouncedUpload {
  readonly project: string;
  /** File name or relative path. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly mediaType: string;
}

export interface ClaimedUpload {
  readonly artifact: Artifact;
  /** Absent: the bytes are there already. */
  readonly upload?: PresignedRequest;
}

/** S3 takes at most 5 GiB in one PUT. */
const largestUpload = 5 * 1024 ** 3;
const uploadSeconds = 15 * 60;

/**
 * Announces a user's file. Its place follows from its content, so the same file is uploaded once however often it is used, and
 * an upload that was interrupted is simply announced again.
 */
export async function claimUpload(
  stores: { readonly artifacts: ArtifactStore; readonly objects: ObjectStore },
  announced: AnnouncedUpload,
  now: string,
): Promise<ClaimedUpload> {
  const name = normaliseArtifactPath(announced.name);
  if (name.kind === 'refused') {
    throw new Problem('invalid', `the name "${announced.name}" ${name.reason}`);
  }
  if (!/^[0-9a-f]{64}$/.test(announced.sha256)) {
    throw new Problem('invalid', `"${announced.sha256}" is not a SHA-256 checksum: 64 digits of lower-case hex`);
  }
  if (announced.size > largestUpload) {
    throw new Problem(
      'too-large',
      `"${announced.name}" has ${announced.size} bytes, and an upload may have ${largestUpload} (5 GiB); ` +
        'put it into S3 and give its s3:// address as the input',
    );
  }
  const key = `projects/${announced.project}/sessions/${announced.sha256}/${name.path}`;
  const uri = objectUri({ bucket: stores.objects.bucket, key });
  const artifact = await stores.artifacts.claim({
    project: announced.project,
    artifactId: artifactIdOf(uri),
    path: name.path,
    uri,
    size: announced.size,
    sha256: announced.sha256,
    mediaType: announced.mediaType,
    createdAt: now,
  });
  if (artifact.size !== announced.size) {
    throw new Problem(
      'conflict',
      `a file with this checksum has ${artifact.size} bytes, not ${announced.size}; compute the checksum again`,
    );
  }
  if ((await stores.objects.sizeOf(key)) === artifact.size) return { artifact };
  const upload = await stores.objects.presignUpload(key, { ...artifact, seconds: uploadSeconds });
  return { artifact, upload };
}
