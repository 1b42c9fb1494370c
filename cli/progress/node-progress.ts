import type { NodeSummaryResource } from '../../api/schemas/run.ts';
import { durationBetween, formatDuration } from '../output/format-duration.ts';
import { formatNumber } from '../output/format-number.ts';
import { reusedWords } from '../output/reused-words.ts';

/** How far a node is. */
export interface NodeProgress {
  readonly node: string;
  readonly status: NodeSummaryResource['status'];
  /** Executions with a fate. */
  readonly done: number;
  readonly total: number;
  readonly running: number;
  readonly failed: number;
  readonly best: NodeSummaryResource['best'];
  readonly reused: NodeSummaryResource['reused'];
  readonly elapsedMs: number | undefined;
  /** Until all executions are done, at the pace so far; known once one is. */
  readonly leftMs: number | undefined;
}

export function nodeProgress(node: NodeSummaryResource, now: number): NodeProgress {
  const { counts } = node;
  const done = Math.max(0, counts.total - counts.pending - counts.running - counts['waiting-approval']);
  const ended = node.finishedAt ?? (isOpen(node.status) ? now : undefined);
  const elapsedMs = durationBetween(node.startedAt, ended);
  const paced = node.status === 'running' && elapsedMs !== undefined && done > 0 && done < counts.total;
  return {
    node: node.node,
    status: node.status,
    done,
    total: counts.total,
    running: counts.running,
    failed: counts.failed + counts.errored,
    best: node.best,
    reused: node.reused,
    elapsedMs,
    leftMs: paced ? (elapsedMs / done) * (counts.total - done) : undefined,
  };
}

/** The words beside a bar, the most important first, so that a narrow terminal loses the least. */
export function progressWords(progress: NodeProgress): readonly string[] {
  const { done, total, running, failed, best, reused, elapsedMs, leftMs } = progress;
  const many = total !== 1;
  return [
    ...(many ? [`${done}/${total}`] : []),
    ...(failed > 0 && many ? [`${failed} failed`] : []),
    ...(reused === undefined ? [] : [reusedWords(reused, total)]),
    ...(best === undefined ? [] : [`best ${best.metric} ${formatNumber(best.value)}`]),
    ...(elapsedMs === undefined ? [] : [formatDuration(elapsedMs)]),
    ...(leftMs === undefined ? [] : [`ETA ${formatDuration(leftMs)}`]),
    ...(running > 0 && many ? [`${running} running`] : []),
  ];
}

function isOpen(status: NodeSummaryResource['status']): boolean {
  return status === 'pending' || status === 'running' || status === 'waiting-approval';
}
