import { artifactIdOf } from '../../../platform/artifacts/artifact.ts';
import type { ArtifactReference } from '../../../platform/runs/run.ts';
import { type PlacedFile, placeInput } from './place-inputs.ts';
import type { ResolvedInput } from './resolve-inputs.ts';
import type { RuntimeStores } from './runtime-stores.ts';

export interface LocatedInput {
  readonly name: string;
  readonly files: readonly LocatedFile[];
}

/** A file of an input, before it is brought: where it comes to lie, and what is recorded of it. */
export interface LocatedFile extends PlacedFile {
  /** Absent for a file that Slipway does not own. */
  readonly record?: ArtifactReference;
}

/** Finds a place for every file, and the records of those that came without one. */
export async function locateInputs(
  stores: Pick<RuntimeStores, 'artifacts'>,
  project: string,
  directory: string,
  resolved: readonly ResolvedInput[],
): Promise<readonly LocatedInput[]> {
  const placed = resolved.map((input) => ({ name: input.plan.name, files: placeInput(directory, input) }));
  const unknown = placed.flatMap(({ files }) =>
    files.filter((file) => file.artifact === undefined && file.uri.startsWith('s3://')),
  );
  const known =
    unknown.length === 0
      ? new Map<string, ArtifactReference>()
      : await stores.artifacts.getMany(
          project,
          unknown.map(({ uri }) => artifactIdOf(uri)),
        );
  return placed.map(({ name, files }) => ({
    name,
    files: files.map((file): LocatedFile => {
      const record = file.artifact ?? known.get(artifactIdOf(file.uri));
      return record === undefined ? file : { ...file, record };
    }),
  }));
}
