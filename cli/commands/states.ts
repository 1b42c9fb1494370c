import type { Command } from '@commander-js/extra-typings';
import type { CommandContext } from '../command-context.ts';
import { port } from './option-values.ts';

export function addStatesCommand(program: Command, context: CommandContext): void {
  program
    .command('states')
    .description('start the Step Functions engine alone; prints its address as one JSON line')
    .requiredOption('--port <number>', 'to listen on; 0 means any free one', port)
    .option('--data <folder>', 'where it keeps executions; in memory unless told')
    .option('--fsync', 'with --data: wait for the disk at every commit, so that it survives the machine')
    .option('--event-bus <url>', 'where status changes are put, by the protocol of EventBridge')
    .option('--json', 'no messages beside the JSON line')
    .action(async (options) => {
      const { runStatesServer } = await import('../dev/run-states-server.ts');
      await runStatesServer(context, options);
    });
}
