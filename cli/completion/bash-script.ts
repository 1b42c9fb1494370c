import type { CompletedCommand } from './command-tree.ts';

/** Completes commands, options and known values; everything else is a file name. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  const words = commands.map(({ path, subcommands, options, choices }) => {
    const all = [...subcommands.map(({ word }) => word), ...choices, ...options.flatMap(({ flags }) => flags)];
    return `    '${path}') words='${all.join(' ')}' ;;`;
  });
  const values = commands.flatMap(({ path, options }) =>
    options
      .filter(({ choices }) => choices.length > 0)
      .flatMap(({ flags, choices }) => flags.map((flag) => `    '${path}:${flag}') values='${choices.join(' ')}' ;;`)),
  );
  return `# bash completion for slipway
_slipway() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" path='' words='' values='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $word" in
${commands
  .filter(({ path }) => path !== '')
  .map(({ path }) => `      '${path.includes(' ') ? path : ` ${path}`}') path='${path}' ;;`)
  .join('\n')}
    esac
  done
  case "$path:$previous" in
${values.join('\n')}
  esac
  if [ -n "$values" ]; then
    COMPREPLY=($(compgen -W "$values" -- "$current"))
    return
  fi
  case "$path" in
${words.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _slipway slipway
`;
}
