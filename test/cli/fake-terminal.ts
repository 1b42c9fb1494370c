import { Writable } from 'node:stream';
import { runCli } from '../../cli/run-cli.ts';
import type { Terminal } from '../../cli/terminal.ts';

/** A stream that keeps what was written, and may claim to be a terminal. */
export class KeptStream extends Writable {
  text = '';
  readonly isTTY: boolean;
  readonly columns: number;
  readonly rows: number;

  constructor({ isTTY = false, columns = 80, rows = 24 } = {}) {
    super();
    this.isTTY = isTTY;
    this.columns = columns;
    this.rows = rows;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

export interface KeptTerminal extends Terminal {
  readonly stdout: KeptStream;
  readonly stderr: KeptStream;
}

export function keptTerminal(
  change: Partial<Pick<Terminal, 'environment' | 'folder'>> & { readonly stderr?: KeptStream } = {},
): KeptTerminal {
  return { stdout: new KeptStream(), stderr: new KeptStream(), environment: {}, folder: process.cwd(), ...change };
}

/** One command line from its words to its exit, in this process. */
export async function runWords(words: readonly string[], change: Parameters<typeof keptTerminal>[0] = {}) {
  const terminal = keptTerminal(change);
  const exitCode = await runCli(words, terminal);
  return { exitCode, stdout: terminal.stdout.text, stderr: terminal.stderr.text };
}
