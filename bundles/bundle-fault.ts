import type { Message } from 'esbuild';

/** Why a user's code does not bundle, at its place. `line` and `column` count from 1; 0 where the whole file is meant. */
export interface BundleFault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Lower case, no final full stop: what is wrong, and what to do. */
  readonly message: string;
  /** The line of source, where there is one. */
  readonly lineText?: string;
}

export function faultFromMessage(message: Message, fallbackFile: string): BundleFault {
  const { location } = message;
  const notes = message.notes.map((note) => note.text.trim()).filter((text) => text !== '');
  return {
    file: location?.file ?? fallbackFile,
    line: location?.line ?? 0,
    column: location === null ? 0 : location.column + 1,
    message: [lowerFirst(message.text), ...notes].join('; '),
    ...(location === null || location.lineText === '' ? {} : { lineText: location.lineText }),
  };
}

/** `file:line:column: error: message`, one line. */
export function formatBundleFault(fault: BundleFault): string {
  const place = fault.line === 0 ? fault.file : `${fault.file}:${fault.line}:${fault.column}`;
  return `${place}: error: ${fault.message}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
