import { mkdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { normaliseArtifactPath } from '../../../platform/artifacts/artifact-path.ts';
import type { StepContext } from '../step-context.ts';
import type { OutputNote } from './worker-protocol.ts';

export interface StepOutputs {
  readonly outputs: StepContext['outputs'];
  /** Whether the step has asked for its folder; else there is nothing to look for. */
  readonly used: () => boolean;
}

/** `context.outputs`: the folder is made when it is first asked for. */
export function createStepOutputs(directory: string, note: (path: string, note: OutputNote) => void): StepOutputs {
  let used = false;
  const outputs: StepContext['outputs'] = {
    get directory() {
      if (!used) mkdirSync(directory, { recursive: true });
      used = true;
      return directory;
    },
    async write(path, data, options): Promise<void> {
      const normal = normaliseArtifactPath(path);
      if (normal.kind === 'refused')
        throw new Error(`outputs.write: the path ${JSON.stringify(path)} ${normal.reason}`);
      const target = join(outputs.directory, normal.path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, data);
      if (options !== undefined) note(normal.path, { mediaType: options.mediaType, metadata: options.metadata });
    },
  };
  return { outputs, used: () => used };
}
