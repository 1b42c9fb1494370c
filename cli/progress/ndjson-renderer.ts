import type { RunDetailResource } from '../../api/schemas/run.ts';
import type { CommandContext } from '../command-context.ts';
import type { ProgressRenderer } from './progress-renderer.ts';

/** One JSON line on stdout for every node whose state changed, and for the run's own status; messages go to stderr. */
export function createNdjsonRenderer(context: CommandContext): ProgressRenderer {
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
    note: (text) => context.tell(text),
    end: () => undefined,
  };
}
