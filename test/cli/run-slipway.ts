import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export interface EndedCommand {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as a user starts it in `folder`, by the launcher. */
export function runSlipway(folder: string, words: readonly string[]): Promise<EndedCommand> {
  const child = spawn(process.execPath, [join(root, 'bin/slipway.js'), ...words], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', XDG_CONFIG_HOME: folder },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

/** The last line of `--json`. */
export function resultOf({ stdout }: EndedCommand): Readonly<Record<string, unknown>> {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? 'null') as Record<string, unknown>;
}
