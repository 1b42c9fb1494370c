import type { CommandContext } from '../command-context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { describeError } from './describe-error.ts';

/** The last thing that a failed command says, on stderr: prose, or one JSON object where JSON was asked for. */
export function reportError(context: CommandContext, error: unknown, exitCode: ExitCode, json: boolean): void {
  const { messageColors: colors, terminal } = context;
  const described = describeError(error) ?? {
    message: `unexpected: ${error instanceof Error ? error.message : String(error)}`,
    hint: 'this is a fault of Slipway; with SLIPWAY_DEBUG=1 the same command shows where',
  };
  if (json) {
    const { message, hint, diagnostics } = described;
    context.tell(JSON.stringify({ type: 'error', exitCode, message, hint, diagnostics }));
  } else {
    if (described.faults !== undefined) context.tell(described.faults);
    context.tell(`${colors.red('error:')} ${described.message}`);
    if (described.hint !== undefined) context.tell(`${colors.dim('hint:')}  ${described.hint}`);
  }
  if ((terminal.environment['SLIPWAY_DEBUG'] ?? '') !== '' && error instanceof Error) context.tell(error.stack ?? '');
}
