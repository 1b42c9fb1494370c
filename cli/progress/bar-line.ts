import type { Colors } from '../terminal.ts';
import type { NodeProgress } from './node-progress.ts';
import { progressWords } from './node-progress.ts';
import { paintStatus } from '../output/paint-status.ts';
import { type Transfer, transferTitle, transferWords } from './transfer-words.ts';

const WIDEST_BAR = 24;
const NARROWEST_BAR = 10;
/** Of the terminal's width, so that the words have room, too. */
const BAR_SHARE = 1 / 6;
const STATUS_COLUMN = 'succeeded'.length;

/** One line of the display: name, status, bar, words; words that do not fit are left out, so that no line wraps. */
export function barLine(progress: NodeProgress, nameWidth: number, columns: number, colors: Colors): string {
  const { node, status, done, total } = progress;
  const name = node.length > nameWidth ? `${node.slice(0, nameWidth - 1)}…` : node.padEnd(nameWidth);
  const head = `  ${name}  ${status.padEnd(STATUS_COLUMN)}  `;
  const rest = barAndWords(progressWords(progress), total === 0 ? 1 : done / total, status, { head, columns, colors });
  return `  ${name}  ${paintStatus(status, colors, status.padEnd(STATUS_COLUMN))}  ${rest}`;
}

/** The same for a file on its way. */
export function transferLine(
  transfer: Transfer,
  transferred: number,
  elapsedMs: number,
  { columns, colors }: Room,
): string {
  const head = `  ${transferTitle(transfer)}  `.slice(0, Math.floor(columns / 2));
  const share = transfer.total === 0 ? 1 : transferred / transfer.total;
  return (
    head + barAndWords(transferWords(transfer, transferred, elapsedMs), share, 'running', { head, columns, colors })
  );
}

interface Room {
  readonly columns: number;
  readonly colors: Colors;
}

function barAndWords(
  all: readonly string[],
  share: number,
  status: NodeProgress['status'],
  { head, columns, colors }: Room & { readonly head: string },
): string {
  const width = Math.max(NARROWEST_BAR, Math.min(WIDEST_BAR, Math.floor(columns * BAR_SHARE)));
  const room = columns - 1 - head.length;
  const bar = room >= width ? drawBar(share, width, status, colors) : '';
  let words = '';
  for (const word of all) {
    const longer = words === '' ? word : `${words} · ${word}`;
    if (width + 2 + longer.length <= room) words = longer;
  }
  return words === '' ? bar : `${bar}  ${words}`;
}

function drawBar(share: number, width: number, status: NodeProgress['status'], colors: Colors): string {
  const full = Math.floor(Math.min(1, share) * width);
  return paintStatus(status, colors, '━'.repeat(full)) + colors.dim('─'.repeat(width - full));
}
