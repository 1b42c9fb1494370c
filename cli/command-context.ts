import type { ExitCode } from './exit-codes.ts';
import type { Colors, Terminal } from './terminal.ts';
import { colorsOf } from './terminal.ts';

/** What a command's action works with. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** For data on stdout. */
  readonly colors: Colors;
  /** For messages on stderr. */
  readonly messageColors: Colors;
  /** One line or block of data; the final newline is added. */
  print(text: string): void;
  /** One message; the final newline is added. */
  tell(text: string): void;
  /** The exit code unless the command ends with an error. */
  exitWith(code: ExitCode): void;
  readonly exitCode: ExitCode;
}

export function createCommandContext(terminal: Terminal): CommandContext {
  let exitCode: ExitCode = 0;
  const { stdout, stderr, environment } = terminal;
  return {
    terminal,
    colors: colorsOf(stdout, environment),
    messageColors: colorsOf(stderr, environment),
    print: (text) => void stdout.write(`${text}\n`),
    tell: (text) => void stderr.write(`${text}\n`),
    exitWith: (code) => {
      exitCode = code;
    },
    get exitCode() {
      return exitCode;
    },
  };
}
