import type { CompletedCommand } from './command-tree.ts';

/** One line a command and an option, each shown where it can stand. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ path, subcommands, options, choices }) => {
    const here = conditionOf(
      path,
      subcommands.map(({ word }) => word),
    );
    return [
      ...subcommands.map(
        ({ word, description }) => `complete -c slipway -f -n ${here} -a ${word} -d ${quote(description)}`,
      ),
      ...choices.map((choice) => `complete -c slipway -f -n ${here} -a ${choice}`),
      ...options.map(({ flags, description, choices: values }) => {
        const names = flags
          .map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`))
          .join(' ');
        const given = values.length === 0 ? '' : ` -x -a ${quote(values.join(' '))}`;
        return `complete -c slipway -n ${here} ${names}${given} -d ${quote(description)}`;
      }),
    ];
  });
  return `# fish completion for slipway\n${lines.join('\n')}\n`;
}

function conditionOf(path: string, subcommands: readonly string[]): string {
  const none = subcommands.length === 0 ? '' : `; and not __fish_seen_subcommand_from ${subcommands.join(' ')}`;
  const seen = path
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => `__fish_seen_subcommand_from ${word}`);
  const condition =
    seen.length === 0 ? `not __fish_seen_subcommand_from ${subcommands.join(' ')}` : `${seen.join('; and ')}${none}`;
  return quote(condition);
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
