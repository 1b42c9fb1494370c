import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { bashScript } from './bash-script.ts';
import { commandTree } from './command-tree.ts';
import { fishScript } from './fish-script.ts';
import { zshScript } from './zsh-script.ts';

export type Shell = 'bash' | 'zsh' | 'fish';

/** Made from the commands themselves, so that it cannot fall behind them. */
export function completionScript(program: CommandUnknownOpts, shell: Shell): string {
  const commands = commandTree(program);
  switch (shell) {
    case 'bash':
      return bashScript(commands);
    case 'zsh':
      return zshScript(commands);
    case 'fish':
      return fishScript(commands);
  }
}
