import type { ConnectionOptions } from './api-connection.ts';

/** The options that say where the runs are, as a command suggested to the user needs them again: ` --data 'my runs'`. */
export function locationWords({ data, endpointUrl }: ConnectionOptions): string {
  const given = { '--data': data, '--endpoint-url': endpointUrl };
  return Object.entries(given)
    .map(([option, value]) => (value === undefined ? '' : ` ${option} ${shellWord(value)}`))
    .join('');
}

/** One word for a POSIX shell; Windows paths and addresses without odd characters stay as they are. */
function shellWord(text: string): string {
  return /^[\w./:@%+=,~-]+$/u.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
