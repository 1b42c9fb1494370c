import type { Command } from '@commander-js/extra-typings';
import type { CommandContext } from '../command-context.ts';

export function addExplainCommand(program: Command, context: CommandContext): void {
  program
    .command('explain')
    .description('say what a diagnostic code means and what to do')
    .argument('<code>', 'a code such as SL1021')
    .option('--json', 'print {"code", "text"} instead of text')
    .action(async (code, { json = false }) => {
      const { explainCode } = await import('../../statemachines/diagnostics/explain-code.ts');
      const explanation = explainCode(code);
      if (explanation.kind === 'unknown') {
        const { CommandError } = await import('../command-error.ts');
        const near = explanation.suggestions.map((suggestion) => `"${suggestion}"`).join(' or ');
        throw new CommandError(`no diagnostic has the code "${code}"${near === '' ? '' : `; did you mean ${near}?`}`, {
          reason: 'notFound',
          hint: 'codes look like SL1021; docs/errors.md lists them all',
        });
      }
      if (json) context.print(JSON.stringify({ code: explanation.code, text: explanation.text }));
      else context.print(explanation.text.trimEnd());
    });
}
