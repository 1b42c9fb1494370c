import type { YamlNode } from '../yaml/yaml-node.ts';

const MOST_SHOWN = 60;

/** The value found, in the words of a message. */
export function describeValue(node: YamlNode): string {
  switch (node.kind) {
    case 'list':
      return 'a list';
    case 'map':
      return 'a mapping';
    case 'scalar':
      if (node.value === null) return 'empty';
      if (typeof node.value === 'number') return `the number ${node.source}`;
      if (typeof node.value === 'boolean') return `${node.source} (a true/false value)`;
      return `the text ${quoted(node.value)}`;
  }
}

/** In double quotes, on one line, cut where it is long. */
export function quoted(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ');
  return `"${line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}...` : line}"`;
}

export function listed(words: readonly (string | number | boolean)[], last = 'or'): string {
  const shown = words.map((word) => (typeof word === 'string' ? `"${word}"` : String(word)));
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} ${last} ${shown.at(-1) ?? ''}`;
}
