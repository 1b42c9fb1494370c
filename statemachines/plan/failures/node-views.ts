import type { NodeResult, ResultFate } from '../../graph/node-result.ts';
import type { PlanBlock, PlannedAxis } from '../execution-plan.ts';

/** Who stands in which Maps, and what a node sees of another one's executions. */
export interface NodeViews {
  /** Axes of the producer that end between the two: the consumer sees all of its executions as one result. */
  readonly gathered: (producer: string, consumer: string) => readonly PlannedAxis[];
  /** Both are in the same iteration of a Map whose other iterations go on after a failure. */
  readonly shareTolerantMap: (producer: string, consumer: string) => boolean;
  /** They run over a common axis in Maps of their own: the state data of one iteration knows nothing of the other. */
  readonly apart: (producer: string, consumer: string) => boolean;
}

type MapBlock = PlanBlock & { readonly kind: 'map' };

export function nodeViews(
  blocks: readonly PlanBlock[],
  axesOf: (node: string) => readonly string[],
  axis: (id: string) => PlannedAxis | undefined,
): NodeViews {
  const paths = new Map<string, readonly MapBlock[]>();
  for (const block of blocks) collect(block, [], paths);
  const common = (a: string, b: string): readonly MapBlock[] => {
    const theirs = paths.get(b) ?? [];
    return (paths.get(a) ?? []).filter((map, depth) => map === theirs[depth]);
  };
  return {
    gathered: (producer, consumer) => {
      const own = new Set(axesOf(consumer));
      return axesOf(producer).flatMap((id) => (own.has(id) ? [] : (axis(id) ?? [])));
    },
    shareTolerantMap: (producer, consumer) =>
      common(producer, consumer).some((map) => {
        const found = axis(map.axis);
        return found?.origin === 'pipeline' && found.onChildError !== 'stop-all-and-error';
      }),
    apart: (producer, consumer) => {
      const own = new Set(axesOf(consumer));
      const shared = axesOf(producer).filter((id) => own.has(id));
      const maps = new Set(common(producer, consumer).map((map) => map.axis));
      return shared.some((id) => !maps.has(id));
    },
  };
}

function collect(block: PlanBlock, path: readonly MapBlock[], paths: Map<string, readonly MapBlock[]>): void {
  switch (block.kind) {
    case 'node':
      paths.set(block.node, path);
      return;
    case 'series':
    case 'parallel':
      for (const each of block.blocks) collect(each, path, paths);
      return;
    case 'map':
      collect(block.body, [...path, block], paths);
      return;
    default:
      return;
  }
}

/** The results that a consumer may see of a producer whose executions may have these fates. */
export function resultsOf(fates: ReadonlySet<ResultFate>, gathered: readonly PlannedAxis[]): readonly NodeResult[] {
  if (gathered.length === 0) return [...fates].map((fate) => result(fate, false, false));
  const tolerant = gathered.some((axis) => axis.onChildError === 'continue-and-complete');
  return [...fates].flatMap((fate): readonly NodeResult[] => {
    switch (fate) {
      case 'succeeded':
        // Whatever becomes of its trials, a sweep that completes regardless has succeeded.
        return tolerant
          ? [result(fate, true, false), result(fate, false, true), result(fate, false, false)]
          : [result(fate, true, false)];
      case 'failed':
        if (tolerant) return [];
        return [result(fate, true, false), result(fate, false, true), result(fate, false, false)];
      case 'errored':
        return tolerant ? [] : [result(fate, true, false), result(fate, false, false)];
      default:
        return [result(fate, false, false)];
    }
  });
}

function result(fate: ResultFate, anySucceeded: boolean, allFailed: boolean): NodeResult {
  return { fate, anySucceeded, allFailed };
}
