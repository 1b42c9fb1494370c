import { Command } from '@commander-js/extra-typings';
import type { CommandContext } from './command-context.ts';
import { addArtifactsCommand } from './commands/artifacts.ts';
import { addCompileCommand } from './commands/compile.ts';
import { addCompletionCommand } from './commands/completion.ts';
import { addDevCommand } from './commands/dev.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addEstimateCommand } from './commands/estimate.ts';
import { addExplainCommand } from './commands/explain.ts';
import { addGraphCommand } from './commands/graph.ts';
import { addRunCommand } from './commands/run.ts';
import { addRunsCommand } from './commands/runs.ts';
import { addStatesCommand } from './commands/states.ts';
import { addValidateCommand } from './commands/validate.ts';
import { exitCodeHelp } from './exit-codes.ts';
import { slipwayVersion } from './version.ts';

/** The whole command line. A command's own code is loaded when it is called, so that help and completion stay quick. */
export function makeProgram(context: CommandContext): Command {
  const { stdout, stderr } = context.terminal;
  const program = new Command('slipway')
    .description('Machine-learning pipelines without servers: on AWS, or on a local cloud inside one Node process.')
    .version(slipwayVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help for a command')
    .helpCommand('help [command]', 'print help for a command')
    .showHelpAfterError('(slipway --help lists commands and options)')
    .addHelpText('after', `\n${exitCodeHelp}\n\nStart with: slipway run examples/ten-lines/valohai.yaml`)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      getOutHelpWidth: () => stdout.columns ?? 80,
      getErrHelpWidth: () => stderr.columns ?? 80,
      getOutHasColors: () => context.colors.isColorSupported,
      getErrHasColors: () => context.messageColors.isColorSupported,
    });

  program.commandsGroup('Definitions:');
  addValidateCommand(program, context);
  addCompileCommand(program, context);
  addGraphCommand(program, context);
  addEstimateCommand(program, context);
  addExplainCommand(program, context);
  program.commandsGroup('Runs:');
  addRunCommand(program, context);
  addRunsCommand(program, context);
  addArtifactsCommand(program, context);
  program.commandsGroup('This machine:');
  addDevCommand(program, context);
  addStatesCommand(program, context);
  addDoctorCommand(program, context);
  addCompletionCommand(program, context);
  return program;
}
