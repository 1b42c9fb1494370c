import type { RunResource } from '../../api/schemas/run.ts';
import { uploadArtifact } from '../../client/node/upload-artifact.ts';
import { uploadCode } from '../../client/node/upload-code.ts';
import type { SlipwayClient } from '../../client/slipway-client.ts';
import type { ProgressRenderer } from '../progress/progress-renderer.ts';
import type { Beginning } from './follow-run.ts';
import type { InputItem } from './local-inputs.ts';
import type { PreparedRun } from './prepare-run.ts';

export interface SubmitOptions {
  readonly idempotencyKey?: string | undefined;
  /** As the pipeline says, unless told. */
  readonly reuse?: boolean | undefined;
}

/** Brings code and files to the API, registers the pipeline, starts the run. Repeating all of it does no harm. */
export async function submitRun(
  client: SlipwayClient,
  prepared: PreparedRun,
  { progress, signal, starting }: Beginning,
  { idempotencyKey, reuse }: SubmitOptions,
): Promise<RunResource> {
  const code: Record<string, string> = {};
  for (const [handler, bundle] of prepared.bundles) {
    const total = bundle.zip.byteLength;
    const onProgress = progress.transfer({ direction: 'upload', file: `the code of ${handler}`, total });
    await uploadCode(client, bundle, { signal, onProgress });
    code[handler] = bundle.digest;
  }
  const { pipeline, version } = await client.registerPipeline(
    { file: prepared.file, definition: prepared.text, pipeline: prepared.graph.pipeline, code },
    { signal },
  );
  const inputs = await uploadInputs(client, prepared, progress, signal);
  const { parameters, targets } = prepared;
  signal.throwIfAborted();
  return await client.startRun(
    {
      pipeline,
      version,
      parameters,
      inputs,
      ...(targets === undefined ? {} : { targets }),
      ...(reuse === undefined ? {} : { reuse }),
    },
    { signal: starting(), ...(idempotencyKey === undefined ? {} : { idempotencyKey }) },
  );
}

async function uploadInputs(
  client: SlipwayClient,
  { inputs }: PreparedRun,
  progress: Pick<ProgressRenderer, 'transfer'>,
  signal: AbortSignal,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const uris: Record<string, readonly string[]> = {};
  // Several nodes may read the same file: it travels once.
  const uploaded = new Map<string, Promise<string>>();
  const uriOf = (item: InputItem): Promise<string> | string => {
    if (item.kind === 'uri') return item.uri;
    const known = uploaded.get(item.path);
    if (known !== undefined) return known;
    const onProgress = progress.transfer({ direction: 'upload', file: item.written, total: item.size });
    const uri = uploadArtifact(client, item.path, { signal, onProgress }).then((artifact) => artifact.uri);
    uploaded.set(item.path, uri);
    return uri;
  };
  for (const [key, items] of inputs) {
    const found: string[] = [];
    for (const item of items) found.push(await uriOf(item));
    uris[key] = found;
  }
  return uris;
}
