import { join } from 'node:path';
import { normaliseArtifactPath } from '../../../platform/artifacts/artifact-path.ts';
import { baseName } from './match-output.ts';
import type { ResolvedInput, SourceFile } from './resolve-inputs.ts';

export interface PlacedFile extends SourceFile {
  /** Base name, or the step's `filename`. */
  readonly name: string;
  /** Absolute path in the work folder; no two files share one. */
  readonly path: string;
  /** The same, relative to the input's folder. */
  readonly place: string;
}

/** Where the files of an input come to lie: flat, or with folders where the input keeps them. Nothing is overwritten. */
export function placeInput(directory: string, { plan, files }: ResolvedInput): readonly PlacedFile[] {
  const folder = join(directory, folderName(plan.name));
  const wanted = files.map((file) => {
    if (plan.filename !== undefined && files.length === 1) return safePath(plan.filename);
    switch (plan.keepDirectories) {
      case 'none':
        return safePath(baseName(file.sourcePath));
      case 'full':
        return safePath(file.sourcePath);
      case 'suffix':
        return safePath(file.sourcePath.slice(file.fixedFolder.length));
    }
  });
  const taken = countBy(wanted.map(folded));
  const used = new Set<string>();
  return files.map((file, index) => {
    const path = wanted[index] ?? `file-${index}`;
    const alone = taken.get(folded(path)) === 1;
    const place = alone ? path : unused(used, `${file.producer?.executionId ?? index}/${path}`, index);
    used.add(folded(place));
    return { ...file, name: baseName(path), path: join(folder, place), place };
  });
}

/** Two executions of one name, from two sources, get numbers. */
function unused(used: ReadonlySet<string>, path: string, index: number): string {
  return used.has(folded(path)) ? `${index}/${path}` : path;
}

/** Some file systems do not tell `A` from `a`. */
function folded(path: string): string {
  return path.toLowerCase();
}

function countBy(paths: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(path, (counts.get(path) ?? 0) + 1);
  return counts;
}

/** What comes from outside may carry any name; one that would leave the folder is replaced. */
function safePath(path: string): string {
  const normal = normaliseArtifactPath(path);
  return normal.kind === 'accepted' ? normal.path : 'file';
}

function folderName(input: string): string {
  return encodeURIComponent(input).replace(/^\.+$/, (dots) => dots.replaceAll('.', '%2E'));
}
