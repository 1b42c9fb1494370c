import type { CommandContext } from '../command-context.ts';
import type { ProgressRenderer } from './progress-renderer.ts';

export type RendererKind = 'tty' | 'plain' | 'ndjson';

/** NDJSON where JSON was asked for; bars on a terminal that can move its cursor; else plain lines. */
export function rendererKind({ terminal }: CommandContext, json: boolean): RendererKind {
  if (json) return 'ndjson';
  const { stderr, environment } = terminal;
  const still = environment['TERM'] === 'dumb' || (environment['CI'] ?? '') !== '';
  return stderr.isTTY === true && !still ? 'tty' : 'plain';
}

export async function createRenderer(context: CommandContext, json: boolean): Promise<ProgressRenderer> {
  const options = { now: Date.now };
  switch (rendererKind(context, json)) {
    case 'ndjson':
      return (await import('./ndjson-renderer.ts')).createNdjsonRenderer(context, options);
    case 'tty':
      return (await import('./tty-renderer.ts')).createTtyRenderer(context, options);
    case 'plain':
      return (await import('./plain-renderer.ts')).createPlainRenderer(context, options);
  }
}
