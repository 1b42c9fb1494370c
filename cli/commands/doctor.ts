import type { Command } from '@commander-js/extra-typings';
import type { CommandContext } from '../command-context.ts';

export function addDoctorCommand(program: Command, context: CommandContext): void {
  program
    .command('doctor')
    .description('say what is missing on this machine')
    .option('--endpoint-url <url>', 'the API to look at (or SLIPWAY_ENDPOINT, with SLIPWAY_TOKEN)')
    .option('--data <folder>', 'where the local cloud keeps its data (default: .slipway)')
    .option('--json', 'print {"healthy", "checks"}')
    .action(async (options) => {
      const { examineMachine } = await import('../doctor/examine-machine.ts');
      await examineMachine(context, options);
    });
}
