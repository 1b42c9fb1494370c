import type { CommandContext } from '../command-context.ts';
import { nodeProgress, progressWords } from './node-progress.ts';
import { paintStatus } from '../output/paint-status.ts';
import type { ProgressRenderer, RendererOptions } from './progress-renderer.ts';

/** A log that nobody watches grows by at most this many lines for a sweep's trials. */
const LINES_A_SWEEP = 10;

/** Plain lines on stderr: one when a node's status changes, and some while a sweep goes on. */
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
    note: (text) => context.tell(text),
    end: () => undefined,
  };
}
