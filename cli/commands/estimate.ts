import type { Command } from '@commander-js/extra-typings';
import type { CommandContext } from '../command-context.ts';

export function addEstimateCommand(program: Command, context: CommandContext): void {
  program
    .command('estimate')
    .description('say how long a pipeline takes and what it costs, before it runs')
    .argument('<file>', 'the pipeline file')
    .option('--pipeline <name>', 'which pipeline of the file; needed where it holds several')
    .option(
      '--durations <file>',
      'JSON: seconds by node, {"train": 60}, or one a trial, {"train": [60, 75]}; 1 unless told',
    )
    .option('--json', 'print everything as one JSON object, every execution with its start and end')
    .action(async (file, options) => {
      const { estimateFile } = await import('../estimate/estimate-file.ts');
      await estimateFile(context, file, options);
    });
}
