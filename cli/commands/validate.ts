import type { Command } from '@commander-js/extra-typings';
import type { CommandContext } from '../command-context.ts';

export function addValidateCommand(program: Command, context: CommandContext): void {
  program
    .command('validate')
    .description('find every fault of pipeline files, each at its place')
    .argument('<file...>', 'pipeline files, such as valohai.yaml')
    .option('--strict', 'warnings count as faults, too')
    .option('--json', 'print {"valid", "diagnostics"} instead of text')
    .action(async (files, { strict = false, json = false }) => {
      const { validateFiles } = await import('../definition/validate-files.ts');
      await validateFiles(context, files, { strict, json });
    });
}
