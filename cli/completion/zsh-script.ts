import { bashScript } from './bash-script.ts';
import type { CompletedCommand } from './command-tree.ts';

/** zsh reads bash's completions by its own `bashcompinit`, so that there is one script to keep right. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  return `# zsh completion for slipway
autoload -Uz compinit bashcompinit
(( \${+functions[compdef]} )) || compinit
bashcompinit
${bashScript(commands)}`;
}
