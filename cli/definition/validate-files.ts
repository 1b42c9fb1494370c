import { resolve } from 'node:path';
import type { DiagnosticResource } from '../../api/schemas/diagnostic.ts';
import { diagnosticResource } from '../../api/schemas/diagnostic.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { countDiagnostics, paintDiagnostics } from '../output/paint-diagnostics.ts';
import { checkDefinition } from '../../statemachines/check-definition.ts';
import { handlerFaults } from './handler-faults.ts';
import { readDefinition } from './read-definition.ts';

export interface ValidateOptions {
  readonly strict: boolean;
  readonly json: boolean;
}

/** Diagnostics are this command's product and go to stdout; counts are messages. */
export async function validateFiles(
  context: CommandContext,
  files: readonly string[],
  options: ValidateOptions,
): Promise<void> {
  const found: DiagnosticResource[] = [];
  for (const file of files) found.push(...(await validateFile(context, file, options)));
  const valid = found.every((diagnostic) => !options.strict && diagnostic.severity === 'warning');
  if (options.json) context.print(JSON.stringify({ valid, diagnostics: found }));
  context.exitWith(valid ? exitCodes.ok : exitCodes.usage);
}

async function validateFile(
  context: CommandContext,
  file: string,
  { json }: ValidateOptions,
): Promise<readonly DiagnosticResource[]> {
  const { colors, messageColors } = context;
  let text: string;
  try {
    text = await readDefinition(file, context.terminal.folder);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    // The other files are still looked at.
    const { message, hint } = error;
    const fault: DiagnosticResource = {
      code: 'SL6001',
      severity: 'error',
      message,
      file,
      ...(hint === undefined ? {} : { hint }),
    };
    if (!json) {
      context.print(`${colors.bold(`${file}:`)} ${colors.red('error SL6001:')} ${message}`);
      if (hint !== undefined) context.print(colors.cyan(`  hint: ${hint}`));
    }
    return [fault];
  }
  const { value: definition, diagnostics: ofText } = checkDefinition(text, file);
  // A definition with errors is not known whole; its handlers' turn comes when it is.
  const ofHandlers =
    definition === undefined ? [] : await handlerFaults(definition, resolve(context.terminal.folder, file));
  const diagnostics = [...ofText, ...ofHandlers];
  if (!json) {
    if (diagnostics.length > 0) context.print(paintDiagnostics(diagnostics, text, colors));
    const counted = countDiagnostics(diagnostics);
    context.tell(`${file}: ${counted === '' ? messageColors.green('valid') : counted}`);
  }
  return diagnostics.map(diagnosticResource);
}
