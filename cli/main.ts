import { leaveTidily } from './interrupts.ts';
import { runCli } from './run-cli.ts';
import { processTerminal } from './terminal.ts';

// A reader that has seen enough, such as `head`, closes the pipe: that is no error, but a command that has a run to leave
// must hear of it.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' && !leaveTidily('SIGPIPE')) process.exit(0);
});
// Without messages the data are still worth having.
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') leaveTidily('SIGPIPE');
});

// Started by the launcher on an older Node: when that process is killed, this one must not go on unseen.
if (process.channel !== undefined) {
  process.once('disconnect', () => process.exit(1));
  process.channel.unref();
}

process.exitCode = await runCli(process.argv.slice(2), processTerminal);
