import { createReadStream } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { normaliseArtifactPath } from '../../../platform/artifacts/artifact-path.ts';
import type { OutputFile } from '../../../platform/artifacts/upload-outputs.ts';
import { StepError } from './step-error.ts';
import type { OutputNote } from './worker-protocol.ts';

export interface CollectedOutputs {
  readonly files: readonly OutputFile[];
  /** What may not be stored; the rest is kept all the same. */
  readonly faults: readonly StepError[];
}

const sidecarEnding = '.metadata.json';

/**
 * Files below the outputs folder, by path. A sidecar `<file>.metadata.json` is taken as the metadata of its file, as Valohai
 * does.
 */
export async function collectOutputs(
  directory: string,
  notes: ReadonlyMap<string, OutputNote>,
): Promise<CollectedOutputs> {
  const root = await realpath(directory).catch(() => undefined);
  if (root === undefined) return { files: [], faults: [] };
  const faults: StepError[] = [];
  const names = await readdir(root, { recursive: true, withFileTypes: true });
  const files = new Map<string, { readonly local: string; readonly size: number }>();
  for (const entry of names) {
    const local = join(entry.parentPath, entry.name);
    const path = relative(root, local).split(sep).join('/');
    const place = entry.isSymbolicLink() ? await followLink(root, local) : local;
    const normal = normaliseArtifactPath(path);
    if (place === undefined) {
      faults.push(
        new StepError(
          'failed',
          `the output "${path}" is a link that leads out of the outputs folder; write the file itself`,
        ),
      );
      continue;
    }
    const about = await stat(place);
    if (!about.isFile()) continue;
    if (normal.kind === 'accepted') files.set(normal.path, { local: place, size: about.size });
    else faults.push(new StepError('failed', `the output ${JSON.stringify(path)} ${normal.reason}`));
  }
  const outputs: OutputFile[] = [];
  for (const [path, { local, size }] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const base = path.endsWith(sidecarEnding) ? path.slice(0, -sidecarEnding.length) : undefined;
    if (base !== undefined && files.has(base)) continue;
    const sidecar = files.get(path + sidecarEnding);
    const metadata = sidecar === undefined ? {} : await readSidecar(sidecar.local);
    if (metadata === undefined) {
      faults.push(
        new StepError(
          'failed',
          `"${path}${sidecarEnding}" is to hold the metadata of output "${path}" as a JSON object, but does not`,
        ),
      );
    }
    const note = notes.get(path);
    const all = { ...metadata, ...note?.metadata };
    outputs.push({
      path,
      size,
      ...(note?.mediaType === undefined ? {} : { mediaType: note.mediaType }),
      ...(Object.keys(all).length === 0 ? {} : { metadata: all }),
      open: () => createReadStream(local),
    });
  }
  return { files: outputs, faults };
}

async function followLink(root: string, local: string): Promise<string | undefined> {
  const target = await realpath(local).catch(() => undefined);
  return target?.startsWith(root + sep) === true ? target : undefined;
}

async function readSidecar(local: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(local, 'utf8'));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
