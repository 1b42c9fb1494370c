import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type {
  FileProducer,
  InputFile,
  StepContext,
  StepHandler,
  StepParameter,
} from '../../../functions/steps/step-context.ts';

/** A file of an input: a path on disk, or a name with its bytes. */
export type GivenFile =
  string | { readonly name: string; readonly bytes: string | Uint8Array; readonly producer?: FileProducer };

export interface GivenStep {
  readonly parameters?: Readonly<Record<string, StepParameter>>;
  readonly inputs?: Readonly<Record<string, readonly GivenFile[]>>;
  readonly signal?: AbortSignal;
  readonly onMetadata?: (values: Readonly<Record<string, unknown>>) => void;
}

export interface StepResult {
  readonly outputs: ReadonlyMap<string, Buffer>;
  readonly metadata: readonly Readonly<Record<string, unknown>>[];
}

/** Runs a handler over files in a temporary folder of its own, which is removed afterwards. */
export async function runStep(handler: StepHandler, given: GivenStep): Promise<StepResult> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-step-'));
  try {
    const directory = join(folder, 'outputs');
    await mkdir(directory);
    const metadata: Readonly<Record<string, unknown>>[] = [];
    const inputs: Record<string, { files: InputFile[] }> = {};
    for (const [name, files] of Object.entries(given.inputs ?? {})) {
      inputs[name] = {
        files: await Promise.all(files.map((file, index) => placeFile(file, join(folder, name, String(index))))),
      };
    }
    const context: StepContext = {
      parameters: given.parameters ?? {},
      inputs,
      outputs: {
        directory,
        write: async (path, data) => {
          await mkdir(dirname(join(directory, path)), { recursive: true });
          await writeFile(join(directory, path), data);
        },
      },
      metadata: (values) => {
        metadata.push(values);
        given.onMetadata?.(values);
      },
      signal: given.signal ?? new AbortController().signal,
      execution: { project: 'default', runId: 'run', node: 'node', executionId: 'execution', trial: [] },
    };
    await handler(context);
    const names = (await readdir(directory, { recursive: true })).sort();
    const entries = await Promise.all(
      names.map(async (name) => [name, await readFile(join(directory, name))] as const),
    );
    return { outputs: new Map(entries), metadata };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function placeFile(file: GivenFile, folder: string): Promise<InputFile> {
  if (typeof file === 'string') return describeFile(file, basename(file));
  const path = join(folder, file.name);
  await mkdir(folder, { recursive: true });
  await writeFile(path, file.bytes);
  return describeFile(path, file.name, file.producer);
}

async function describeFile(path: string, name: string, producer?: FileProducer): Promise<InputFile> {
  const bytes = await readFile(path);
  return {
    name,
    path,
    uri: `s3://artifacts/${producer?.executionId ?? 'uploads'}/${name}`,
    size: bytes.length,
    checksums: { sha256: createHash('sha256').update(bytes).digest('hex') },
    metadata: {},
    ...(producer === undefined ? {} : { producer }),
  };
}

/** An output of one step as the input of another. */
export function passedOn(result: StepResult, names: readonly string[], producer?: FileProducer): GivenFile[] {
  return names.map((name) => {
    const bytes = result.outputs.get(name);
    if (bytes === undefined) throw new Error(`the step wrote no ${name}`);
    return { name, bytes, ...(producer === undefined ? {} : { producer }) };
  });
}
