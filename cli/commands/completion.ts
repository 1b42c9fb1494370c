import type { Command } from '@commander-js/extra-typings';
import { Argument } from '@commander-js/extra-typings';
import type { CommandContext } from '../command-context.ts';

export function addCompletionCommand(program: Command, context: CommandContext): void {
  program
    .command('completion')
    .description('print a completion script for a shell')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish'] as const))
    .option('--json', 'print {"shell", "script"}')
    .addHelpText(
      'after',
      `
Load it:
  bash  source <(slipway completion bash)
  zsh   source <(slipway completion zsh)
  fish  slipway completion fish | source`,
    )
    .action(async (shell, { json = false }) => {
      const { completionScript } = await import('../completion/completion-script.ts');
      const script = completionScript(program, shell);
      context.print(json ? JSON.stringify({ shell, script }) : script.trimEnd());
    });
}
