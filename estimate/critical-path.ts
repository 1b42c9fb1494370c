import { invariant } from '../statemachines/diagnostics/invariant.ts';
import type { ExecutionPlan, NodePlan } from '../statemachines/plan/execution-plan.ts';
import type { SecondsOf } from './durations.ts';
import { trialAt, trialCount } from './trials.ts';

export interface CriticalPath {
  readonly seconds: number;
  /** From the first to the last; each begins when the one before it ends. */
  readonly executions: readonly { readonly node: string; readonly trial: readonly number[] }[];
}

/** Milliseconds by trial number: added up as the virtual clock adds them, so that equal ways have equal lengths to the last bit. */
interface Timetable {
  readonly node: NodePlan;
  readonly starts: Float64Array;
  readonly ends: Float64Array;
}

/**
 * The longest way through the unrolled graph: every trial of every node, each waiting for exactly those executions that it
 * needs (a producer's trial at its own indices of the axes that both run over, all points of the others). No barriers, no
 * limits of concurrency, no batches: what they cost is the makespan beyond it.
 */
export function criticalPath({ nodes }: ExecutionPlan, seconds: SecondsOf): CriticalPath {
  const timetables = new Map<string, Timetable>();
  for (const node of nodes) {
    const starts = new Float64Array(trialCount(node));
    for (const before of node.after) wait(starts, node, timetableOf(before));
    // Nodes of a nested pipeline begin when its own node does, which takes no time itself and ends with the last of them.
    const around = node.within === undefined ? undefined : timetableOf(node.within);
    if (around !== undefined) wait(starts, node, { ...around, ends: around.starts });
    const ends = starts.map(
      (start, number) => start + (node.kind === 'pipeline' ? 0 : seconds(node.node, trialAt(node, number)) * 1000),
    );
    timetables.set(node.node, { node, starts, ends });
    for (let name = node.within; name !== undefined; name = timetableOf(name).node.within) {
      const outer = timetableOf(name);
      wait(outer.ends, outer.node, { node, starts, ends });
    }
  }
  return { seconds: lastEnd(timetables) / 1000, executions: walkBack(timetables, timetableOf) };

  function timetableOf(name: string): Timetable {
    const found = timetables.get(name);
    invariant(found !== undefined, 'a plan lists its nodes in topological order');
    return found;
  }
}

/** Raises starts to the latest end among the producer's trials that agree with them. */
function wait(starts: Float64Array, node: NodePlan, producer: Timetable): void {
  const shared = sharedAxes(node, producer.node);
  const latest = new Float64Array(shared.count);
  for (const [number, end] of producer.ends.entries()) {
    const group = shared.groupOfProducer(number);
    if (end > (latest[group] ?? 0)) latest[group] = end;
  }
  for (const [number, start] of starts.entries()) {
    const end = latest[shared.groupOfConsumer(number)] ?? 0;
    if (end > start) starts[number] = end;
  }
}

interface SharedAxes {
  /** Combinations of the axes that both run over. */
  readonly count: number;
  readonly groupOfConsumer: (number: number) => number;
  readonly groupOfProducer: (number: number) => number;
}

function sharedAxes(consumer: NodePlan, producer: NodePlan): SharedAxes {
  const shared = consumer.axes.filter((axis) => producer.axes.some(({ id }) => id === axis.id));
  const group = (node: NodePlan): ((number: number) => number) => {
    const positions = shared.map((axis) => ({
      index: node.axes.findIndex(({ id }) => id === axis.id),
      size: axis.points.length,
    }));
    return (number) => {
      const trial = trialAt(node, number);
      return positions.reduce((found, { index, size }) => found * size + (trial[index] ?? 0), 0);
    };
  };
  return {
    count: shared.reduce((product, axis) => product * axis.points.length, 1),
    groupOfConsumer: group(consumer),
    groupOfProducer: group(producer),
  };
}

function lastEnd(timetables: ReadonlyMap<string, Timetable>): number {
  let last = 0;
  for (const { ends } of timetables.values()) for (const end of ends) last = Math.max(last, end);
  return last;
}

/** From an execution that ends last, each time to a producer that ended when it began. */
function walkBack(
  timetables: ReadonlyMap<string, Timetable>,
  timetableOf: (name: string) => Timetable,
): CriticalPath['executions'] {
  const path: { readonly node: string; readonly trial: readonly number[] }[] = [];
  let at = endingAt([...timetables.values()], lastEnd(timetables), () => true);
  while (at !== undefined) {
    const { timetable, number } = at;
    const { node, starts } = timetable;
    path.push({ node: node.node, trial: trialAt(node, number) });
    const start = starts[number] ?? 0;
    at =
      start === 0
        ? undefined
        : endingAt(node.after.map(timetableOf), start, (producer, other) => {
            const shared = sharedAxes(node, producer);
            return shared.groupOfProducer(other) === shared.groupOfConsumer(number);
          });
  }
  return path.reverse();
}

function endingAt(
  timetables: readonly Timetable[],
  time: number,
  agrees: (node: NodePlan, number: number) => boolean,
): { readonly timetable: Timetable; readonly number: number } | undefined {
  for (const timetable of timetables) {
    const number = timetable.ends.findIndex((end, each) => end === time && agrees(timetable.node, each));
    if (number >= 0) return { timetable, number };
  }
  return undefined;
}
