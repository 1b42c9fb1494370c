import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import type { CommandContext } from '../command-context.ts';

export function addGraphCommand(program: Command, context: CommandContext): void {
  program
    .command('graph')
    .description('draw a pipeline with the structure that was found in it')
    .argument('<file>', 'the pipeline file')
    .option('--pipeline <name>', 'which pipeline of the file; needed where it holds several')
    .addOption(
      new Option('--format <format>', 'how')
        .choices(['mermaid', 'dot', 'html', 'ascii'] as const)
        .default('ascii' as const),
    )
    .option('--json', 'print {"format", "graph"}')
    .action(async (file, options) => {
      const { drawGraph } = await import('../definition/draw-graph.ts');
      await drawGraph(context, file, options);
    });
}
