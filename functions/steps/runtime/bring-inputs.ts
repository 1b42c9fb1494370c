import { artifactIdOf } from '../../../platform/artifacts/artifact.ts';
import { forEachLimited } from '../../../platform/artifacts/for-each-limited.ts';
import { mediaTypeOf } from '../../../platform/artifacts/media-type.ts';
import type { ArtifactReference } from '../../../platform/runs/run.ts';
import { shownUri } from '../../../platform/artifacts/shown-uri.ts';
import type { InputFile } from '../step-context.ts';
import { errorCode, systemErrorWords } from './error-words.ts';
import { fetchFile } from './fetch-file.ts';
import type { LocatedFile, LocatedInput } from './locate-inputs.ts';
import type { RuntimeStores } from './runtime-stores.ts';
import { StepError } from './step-error.ts';

export interface BroughtInputs {
  /** By input, as the step receives them. */
  readonly inputs: Readonly<Record<string, { readonly files: readonly InputFile[] }>>;
  /** By input, as they are recorded with the execution. */
  readonly references: Readonly<Record<string, readonly ArtifactReference[]>>;
  /** Ids of the artifacts that Slipway knows, for their lineage. */
  readonly read: readonly string[];
}

const parallelDownloads = 8;
/** A damaged or broken transfer is tried again once. */
const tries = 2;

/** Brings the files of all inputs into the work folder; every file that Slipway owns is compared with its recorded checksum. */
export async function bringInputs(
  stores: Pick<RuntimeStores, 'objects'>,
  located: readonly LocatedInput[],
  signal: AbortSignal,
): Promise<BroughtInputs> {
  const work = located.flatMap(({ name, files }) => files.map((file) => ({ input: name, file })));
  const references = new Map<LocatedFile, ArtifactReference>();
  await forEachLimited(work, parallelDownloads, async ({ input, file }) => {
    references.set(file, await bring(stores, input, file, file.record, signal));
  });

  const byInput = <T>(each: (file: LocatedFile, reference: ArtifactReference) => T): Record<string, readonly T[]> =>
    Object.fromEntries(
      located.map(({ name, files }) => [
        name,
        files.flatMap((file) => {
          const reference = references.get(file);
          return reference === undefined ? [] : [each(file, reference)];
        }),
      ]),
    );
  const files = byInput((file, reference) => inputFile(file, reference));
  return {
    inputs: Object.fromEntries(Object.entries(files).map(([name, list]) => [name, { files: list }])),
    references: byInput((_, reference) => reference),
    read: work.flatMap(({ file }) => file.record?.artifactId ?? []),
  };
}

async function bring(
  stores: Pick<RuntimeStores, 'objects'>,
  input: string,
  file: LocatedFile,
  record: ArtifactReference | undefined,
  signal: AbortSignal,
): Promise<ArtifactReference> {
  for (let tried = 1; ; tried += 1) {
    try {
      const { size, sha256, mediaType } = await fetchFile(stores.objects, file.uri, file.path, signal);
      if (record === undefined) {
        return {
          artifactId: artifactIdOf(file.uri),
          path: file.name,
          uri: shownUri(file.uri),
          size,
          sha256,
          mediaType: mediaType ?? mediaTypeOf(file.name),
        };
      }
      if (sha256 === record.sha256) return record;
      throw new StepError(
        'errored',
        `"${file.uri}" is damaged: its SHA-256 is ${sha256}, and ${record.sha256} was recorded when it was written; write or upload it again`,
      );
    } catch (error) {
      signal.throwIfAborted();
      if (tried < tries && errorCode(error) !== 'ENOSPC') continue;
      throw inputError(input, error);
    }
  }
}

function inputError(input: string, error: unknown): StepError {
  const message = error instanceof Error ? error.message : String(error);
  const words = systemErrorWords(errorCode(error), message) ?? causeWords(error) ?? message;
  return new StepError('errored', `input "${input}": ${words}`, { cause: error });
}

/** fetch says "fetch failed" and keeps the reason inside. */
function causeWords(error: unknown): string | undefined {
  return error instanceof Error && error.cause instanceof Error
    ? `${error.message}: ${error.cause.message}`
    : undefined;
}

function inputFile(file: LocatedFile, reference: ArtifactReference): InputFile {
  return {
    name: file.name,
    path: file.path,
    uri: file.uri,
    size: reference.size,
    checksums: file.record !== undefined ? { sha256: reference.sha256 } : {},
    metadata: reference.metadata ?? {},
    ...(file.producer === undefined ? {} : { producer: file.producer }),
  };
}
