import { join, sep } from 'node:path';
import type { RunArtifactResource } from '../../api/schemas/artifact.ts';
import { CommandError } from '../command-error.ts';

/** A file to bring and the absolute path to write it to. */
export interface Download {
  readonly artifact: RunArtifactResource;
  readonly target: string;
}

/** Where each file of a run goes: a folder an execution, below the absolute folder `out`. */
export function downloadsOf(artifacts: readonly RunArtifactResource[], out: string): readonly Download[] {
  return artifacts.map((artifact) => {
    const target = join(out, (artifact.reusedBy ?? artifact.producedBy)?.executionId ?? '', artifact.path);
    // A path comes from the API, which may be anybody's: nothing is written outside of the folder that was named.
    if (!target.startsWith(out.endsWith(sep) ? out : out + sep)) {
      throw new CommandError(
        `artifact ${artifact.artifactId} has the path "${artifact.path}", which leads out of "${out}"`,
        {
          reason: 'unexpected',
          hint: 'download it by its id, with -o for a path of your own',
        },
      );
    }
    return { artifact, target };
  });
}
