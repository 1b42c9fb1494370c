import type { CommandUnknownOpts } from '@commander-js/extra-typings';

/** One command as completion sees it. */
export interface CompletedCommand {
  /** Words after `slipway`, such as `runs list`; empty for the program itself. */
  readonly path: string;
  readonly subcommands: readonly CompletedWord[];
  readonly options: readonly CompletedOption[];
  /** Words that its argument can be, where they are known. */
  readonly choices: readonly string[];
}

export interface CompletedWord {
  readonly word: string;
  readonly description: string;
}

export interface CompletedOption {
  readonly flags: readonly string[];
  readonly description: string;
  readonly choices: readonly string[];
}

/** The program and all commands below it, flat. */
export function commandTree(program: CommandUnknownOpts): readonly CompletedCommand[] {
  return treeOf(program, []);
}

function treeOf(command: CommandUnknownOpts, path: readonly string[]): readonly CompletedCommand[] {
  const subcommands = [...command.commands];
  const own: CompletedCommand = {
    path: path.join(' '),
    subcommands: subcommands.map((sub) => ({ word: sub.name(), description: sub.description() })),
    options: [
      ...command.options.map((option) => ({
        flags: [option.short, option.long].filter((flag) => flag !== undefined),
        description: option.description,
        choices: option.argChoices ?? [],
      })),
      { flags: ['-h', '--help'], description: 'print help', choices: [] },
    ],
    choices: command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
  };
  return [own, ...subcommands.flatMap((sub) => treeOf(sub, [...path, sub.name()]))];
}
