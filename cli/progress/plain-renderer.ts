import type { CommandContext } from '../command-context.ts';
import { nodeProgress, progressWords } from './node-progress.ts';
import { paintStatus } from '../output/paint-status.ts';
import { paced } from './paced.ts';
import type { ProgressRenderer, RendererOptions } from './progress-renderer.ts';
import { transferTitle, transferWords } from './transfer-words.ts';

/** A log that nobody watches grows by at most this many lines for a sweep's trials. */
const LINES_A_SWEEP = 10;
const TRANSFER_INTERVAL_MS = 5000;

/** Plain lines on stderr: one when a node's status changes, some while a sweep or a long transfer goes on. */
export function createPlainRenderer(context: CommandContext, { now }: RendererOptions): ProgressRenderer {
  const shown = new Map<string, string>();
  return {
    update(run) {
      const width = Math.max(...run.nodes.map((node) => node.node.length), 0);
      for (const summary of run.nodes) {
        const progress = nodeProgress(summary, now());
        const { node, status, done, total, failed } = progress;
        const step = total > 1 ? Math.floor((done * LINES_A_SWEEP) / total) : 0;
        const state = JSON.stringify([status, step, failed > 0]);
        if (shown.get(node) === state || status === 'pending') continue;
        shown.set(node, state);
        const words = progressWords(progress).join(', ');
        const painted = paintStatus(status, context.messageColors);
        context.tell(`${node.padEnd(width)}  ${painted}${words === '' ? '' : `  ${words}`}`);
      }
    },
    transfer(transfer) {
      const startedAt = now();
      const due = paced(now, TRANSFER_INTERVAL_MS);
      return ({ transferred }) => {
        if (!due()) return;
        context.tell(
          `${transferTitle(transfer)}  ${transferWords(transfer, transferred, now() - startedAt).join(', ')}`,
        );
      };
    },
    note: (text) => context.tell(text),
    end: () => undefined,
  };
}
