import type { Writable } from 'node:stream';
import pc from 'picocolors';

/** A stream that may be a terminal; Node's own are. */
export type TerminalStream = Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };

/** Everything of the outside that a command may touch: tests hand it their own. */
export interface Terminal {
  /** Data. */
  readonly stdout: TerminalStream;
  /** Messages and progress. */
  readonly stderr: TerminalStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
}

export type Colors = ReturnType<typeof pc.createColors>;

export const processTerminal: Terminal = {
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  folder: process.cwd(),
};

/** Colour for a terminal that shows it and a reader who did not refuse it (https://no-color.org). */
export function colorsOf(stream: TerminalStream, environment: Terminal['environment']): Colors {
  const refused = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  const forced = !['', '0', undefined].includes(environment['FORCE_COLOR']);
  return pc.createColors(!refused && (forced || stream.isTTY === true));
}
