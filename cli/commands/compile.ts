import type { Command } from '@commander-js/extra-typings';
import type { CommandContext } from '../command-context.ts';

export function addCompileCommand(program: Command, context: CommandContext): void {
  program
    .command('compile')
    .description('print the Step Functions state machine of a pipeline')
    .argument('<file>', 'the pipeline file')
    .option('--pipeline <name>', 'which pipeline of the file; needed where it holds several')
    .option('--out <folder>', 'write every machine as <name>.asl.json, and plan.json, into this folder')
    .option('--json', 'print machines, plan and hashes as one JSON object')
    .action(async (file, options) => {
      const { compileFile } = await import('../definition/compile-file.ts');
      await compileFile(context, file, options);
    });
}
