import type { RunDetailResource } from '../../api/schemas/run.ts';
import type { CommandContext } from '../command-context.ts';
import { paced } from './paced.ts';
import type { ProgressRenderer, RendererOptions } from './progress-renderer.ts';

const TRANSFER_INTERVAL_MS = 1000;

/**
 * One JSON line on stdout for every node whose state changed, and for the run's own status, and one a second for a file
 * on its way; messages go to stderr.
 */
export function createNdjsonRenderer(context: CommandContext, { now }: RendererOptions): ProgressRenderer {
  const shown = new Map<string, string>();
  const printChange = (key: string, event: object): void => {
    const line = JSON.stringify(event);
    if (shown.get(key) === line) return;
    shown.set(key, line);
    context.print(line);
  };
  return {
    update({ runId, status, nodes }: RunDetailResource) {
      printChange('', { type: 'progress', runId, status });
      for (const { node, status: nodeStatus, counts, best, reused } of nodes) {
        printChange(`node ${node}`, { type: 'progress', runId, node, status: nodeStatus, counts, best, reused });
      }
    },
    transfer({ direction, file, total }) {
      const due = paced(now, TRANSFER_INTERVAL_MS);
      return ({ transferred }) => {
        if (due()) context.print(JSON.stringify({ type: 'progress', transfer: direction, file, transferred, total }));
      };
    },
    note: (text) => context.tell(text),
    end: () => undefined,
  };
}
