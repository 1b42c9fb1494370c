import { runCli } from './run-cli.ts';
import { processTerminal } from './terminal.ts';

// A reader that has seen enough, such as `head`, closes the pipe: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});

// Started by the launcher on an older Node: when that process is killed, this one must not go on unseen.
if (process.channel !== undefined) {
  process.once('disconnect', () => process.exit(1));
  process.channel.unref();
}

process.exitCode = await runCli(process.argv.slice(2), processTerminal);
