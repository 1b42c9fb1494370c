import type { Command } from '@commander-js/extra-typings';
import type { CommandContext } from '../command-context.ts';
import { port } from './option-values.ts';

export function addDevCommand(program: Command, context: CommandContext): void {
  program
    .command('dev')
    .description('start the local cloud and keep it until Ctrl-C; prints its addresses as one JSON line')
    .option('--port <number>', 'of the API; any free one unless told', port)
    .option('--data <folder>', 'where it keeps its data (default: .slipway)')
    .option('--json', 'no messages beside the JSON line')
    .action(async (options) => {
      const { runDevCloud } = await import('../dev/run-dev-cloud.ts');
      await runDevCloud(context, options);
    });
}
