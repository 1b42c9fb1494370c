import type { Colors } from '../terminal.ts';

/** A status word in its colour; the word is always there, so that the text alone tells all. */
export function paintStatus(status: string, colors: Colors, text = status): string {
  switch (status) {
    case 'succeeded':
      return colors.green(text);
    case 'failed':
    case 'errored':
      return colors.red(text);
    case 'running':
      return colors.cyan(text);
    case 'stopped':
    case 'stopping':
    case 'waiting-approval':
      return colors.yellow(text);
    default:
      return colors.dim(text);
  }
}
