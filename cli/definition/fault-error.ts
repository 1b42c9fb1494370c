import { diagnosticResource } from '../../api/schemas/diagnostic.ts';
import type { Diagnostic } from '../../statemachines/diagnostics/diagnostic.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import { countDiagnostics, paintDiagnostics } from '../output/paint-diagnostics.ts';

/** Ends a command with everything that is wrong with a file, each at its place with a caret. `what` is at fault, the file unless told. */
export function faultError(
  context: CommandContext,
  file: string,
  text: string | undefined,
  diagnostics: readonly Diagnostic[],
  what = `"${file}"`,
): CommandError {
  // What a warning says keeps nobody from going on.
  const [worst = diagnostics[0]] = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  return new CommandError(`${what} cannot be used: ${countDiagnostics(diagnostics)}`, {
    hint: `slipway explain ${worst?.code ?? 'CODE'} says more`,
    faults: {
      text: paintDiagnostics(diagnostics, text, context.messageColors),
      diagnostics: diagnostics.map(diagnosticResource),
    },
  });
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
