import { CommanderError } from '@commander-js/extra-typings';
import { createCommandContext } from './command-context.ts';
import { exitCodeOfError } from './exit-code-of.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';
import { makeProgram } from './program.ts';
import type { Terminal } from './terminal.ts';

/** Runs one command line (without `node` and the script) and gives its exit code; never throws. */
export async function runCli(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const context = createCommandContext(terminal);
  try {
    await makeProgram(context).parseAsync(words, { from: 'user' });
    return context.exitCode;
  } catch (error) {
    // Commander has printed its message already; help and version are no failures.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    const exitCode = exitCodeOfError(error);
    const { reportError } = await import('./output/report-error.ts');
    reportError(context, error, exitCode, words.includes('--json'));
    return exitCode;
  }
}
