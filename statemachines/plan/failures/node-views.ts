import type { NodeResult, ResultFate } from '../../graph/node-result.ts';
import type { PlanBlock, PlannedAxis } from '../execution-plan.ts';

/** Who stands in which Maps, and what a node sees of another one's executions. */
export interface NodeViews {
  /** Axes of the producer that end between the two: the consumer sees all of its executions as one result. */
  readonly gathered: (producer: string, consumer: string) => readonly PlannedAxis[];
  /** Both run over an axis whose other trials go on after a failure: in one Map, or in Maps of their own. */
  readonly shareTolerantSweep: (producer: string, consumer: string) => boolean;
  /** They run over a common axis in Maps of their own: the state data of one iteration knows nothing of the other. */
  readonly apart: (producer: string, consumer: string) => boolean;
  /**
   * Such nodes, over an axis that completes regardless: a trial that failed for the producer is none for the consumer, whose
   * Map starts all of them.
   */
  readonly startsAnew: (producer: string, consumer: string) => boolean;
  /**
   * The consumer gathers a sweep that completes regardless, which stands in several Maps: whether anything began in it, the
   * state data of the producer's Map alone does not tell.
   */
  readonly beganElsewhere: (producer: string, consumer: string) => boolean;
}

type MapBlock = PlanBlock & { readonly kind: 'map' };

export function nodeViews(
  blocks: readonly PlanBlock[],
  axesOf: (node: string) => readonly string[],
  axis: (id: string) => PlannedAxis | undefined,
  needs: (node: string, producer: string) => boolean,
): NodeViews {
  const paths = new Map<string, readonly MapBlock[]>();
  for (const block of blocks) collect(block, [], paths);
  const common = (a: string, b: string): readonly MapBlock[] => {
    const theirs = paths.get(b) ?? [];
    return (paths.get(a) ?? []).filter((map, depth) => map === theirs[depth]);
  };
  const gathered: NodeViews['gathered'] = (producer, consumer) => {
    const own = new Set(axesOf(consumer));
    return axesOf(producer).flatMap((id) => (own.has(id) ? [] : (axis(id) ?? [])));
  };
  const axesApart = (producer: string, consumer: string): readonly string[] => {
    const own = new Set(axesOf(consumer));
    const maps = new Set(common(producer, consumer).map((map) => map.axis));
    return axesOf(producer).filter((id) => own.has(id) && !maps.has(id));
  };
  const runsElsewhere = (id: string, producer: string): boolean => {
    const own = paths.get(producer)?.find((map) => map.axis === id);
    return [...paths].some(([node, path]) => {
      const map = path.find((each) => each.axis === id);
      return map !== undefined && map !== own && needs(producer, node);
    });
  };
  return {
    gathered,
    beganElsewhere: (producer, consumer) =>
      gathered(producer, consumer).some(
        ({ id, onChildError }) => onChildError === 'continue-and-complete' && runsElsewhere(id, producer),
      ),
    shareTolerantSweep: (producer, consumer) => {
      const own = new Set(axesOf(consumer));
      return axesOf(producer).some((id) => {
        const found = own.has(id) ? axis(id) : undefined;
        return found?.origin === 'pipeline' && found.onChildError !== 'stop-all-and-error';
      });
    },
    apart: (producer, consumer) => axesApart(producer, consumer).length > 0,
    startsAnew: (producer, consumer) =>
      axesApart(producer, consumer).some((id) => axis(id)?.onChildError === 'continue-and-complete'),
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
    case 'child':
      if (block.node !== undefined) paths.set(block.node, path);
      collect(block.body, path, paths);
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
      case 'omitted':
        // Somebody before it may have begun in the sweep, which has succeeded then.
        return tolerant
          ? [result(fate, false, false), result('succeeded', false, false)]
          : [result(fate, false, false)];
      default:
        return [result(fate, false, false)];
    }
  });
}

function result(fate: ResultFate, anySucceeded: boolean, allFailed: boolean): NodeResult {
  return { fate, anySucceeded, allFailed };
}
