import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { didYouMean } from '../../statemachines/diagnostics/suggest.ts';
import { CommandError } from '../command-error.ts';

/** Far above what the compiler takes: only what could not even be held in memory is refused here. */
const MOST_BYTES = 256 * 1024 * 1024;

const YAML_NAMES: ReadonlySet<string> = new Set(['.yaml', '.yml']);

/** The text of a pipeline file. `file` is as the user wrote it, relative to `folder`. */
export async function readDefinition(file: string, folder: string): Promise<string> {
  const path = resolve(folder, file);
  const found = await stat(path).catch((error: unknown) => error);
  if (found instanceof Error) throw await unreadable(file, path, found);
  const status = await stat(path);
  if (status.isDirectory()) {
    const candidates = await yamlFiles(path);
    throw new CommandError(`"${file}" is a directory, not a pipeline file`, {
      hint:
        candidates.length === 0
          ? 'it holds no .yaml file either; name the pipeline file itself'
          : `name the file in it: ${candidates.map((name) => join(file, name)).join(', ')}`,
    });
  }
  if (status.size > MOST_BYTES) {
    throw new CommandError(`"${file}" has ${Math.round(status.size / 1024 / 1024)} MB: that is no pipeline file`, {
      hint: 'pipeline files have at most 10 MB; is this a data file?',
    });
  }
  return await readFile(path, 'utf8').catch(async (error: unknown) => {
    throw await unreadable(file, path, error);
  });
}

async function unreadable(file: string, path: string, error: unknown): Promise<Error> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const siblings = await yamlFiles(dirname(path));
    const near = didYouMean(basename(path), siblings);
    return new CommandError(`there is no file "${file}"${near}`, {
      cause: error,
      hint:
        near !== '' || siblings.length === 0
          ? 'give the path of a pipeline file, such as valohai.yaml'
          : `beside it stand: ${siblings.slice(0, 5).join(', ')}`,
    });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new CommandError(`no permission to read "${file}"`, { cause: error, hint: `allow it: chmod u+r ${file}` });
  }
  return error instanceof Error ? error : new Error(String(error));
}

async function yamlFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => YAML_NAMES.has(extname(name))).sort();
}
