import type { ParameterScalar } from '../../statemachines/definition/pipeline-definition.ts';
import { invariant } from '../../statemachines/diagnostics/invariant.ts';
import { distinctPoints, type SweepPoint } from '../../statemachines/graph/sweep/distinct-points.ts';
import { pointProduct } from '../../statemachines/graph/sweep/point-product.ts';
import { MOST_TRIALS } from '../../statemachines/plan/axis-size.ts';
import type { NodePlan, PlannedAxis, PlannedList } from '../../statemachines/plan/execution-plan.ts';
import { castScalar } from './cast-scalar.ts';
import type { ReadProducers } from './read-producers.ts';
import { axisItemsKey } from './run-keys.ts';
import type { SweepKey, SweepStore } from './sweep-store.ts';

export interface FanOutContext {
  readonly sweeps: SweepStore;
  readonly objects: { putText(key: string, text: string, mediaType: string): Promise<void> };
}

export type FanOut =
  | { readonly kind: 'trials' }
  /** Nothing to run, and nothing wrong. */
  | { readonly kind: 'empty'; readonly reason: string }
  | { readonly kind: 'fault'; readonly reason: string };

/**
 * Finds the trials of a node whose lists were known only now, and writes their points where its Map and its steps read
 * them. Asked again it writes the same, since what it reads does not change any more.
 */
export async function fanOut(
  context: FanOutContext,
  key: SweepKey,
  plan: NodePlan,
  producers: ReadProducers,
): Promise<FanOut> {
  const axis = plan.axes.find(({ lists }) => lists !== undefined);
  invariant(axis?.lists !== undefined, 'a node that fans out has lists');
  const dimensions: (readonly SweepPoint[])[] = [axis.points];
  for (const list of axis.lists) {
    const found = await readList(list, axis, plan, producers);
    if (found.kind !== 'values') return found;
    dimensions.push(found.values.map((value) => ({ [list.parameter]: value })));
  }
  const points = distinctPoints(pointProduct(dimensions.map(distinctPoints)));
  const sweeps = plan.axes.reduce((product, each) => (each === axis ? product : product * each.points.length), 1);
  const most = Math.max(1, Math.floor(MOST_TRIALS / sweeps));
  if (points.length > most) {
    const reason = `"${plan.node}" would have more than ${most} trials: ${axis.lists.map(wordsOf).join(' and ')} brought too many values`;
    return { kind: 'fault', reason };
  }
  const at = axisItemsKey(key.project, key.runId, key.generation, axis.id, key.trial);
  await context.objects.putText(at, JSON.stringify(points), 'application/json');
  await context.sweeps.recordTrials(key, points.length);
  return { kind: 'trials' };
}

type FoundList =
  | { readonly kind: 'values'; readonly values: readonly ParameterScalar[] }
  | { readonly kind: 'empty' | 'fault'; readonly reason: string };

async function readList(
  list: PlannedList,
  axis: PlannedAxis,
  plan: NodePlan,
  producers: ReadProducers,
): Promise<FoundList> {
  const fault = (reason: string): FoundList => ({ kind: 'fault', reason });
  const waits = `the trials of "${plan.node}" come of ${wordsOf(list)}`;
  const executions = await producers(list.producer);
  const gathered = list.producer.axes.some((each) => each.gathered);
  const printed = executions
    .filter(({ status }) => !gathered || status === 'succeeded')
    .flatMap(({ metadata }) => (Object.hasOwn(metadata, list.key) ? [metadata[list.key]] : []));
  const parameter = plan.parameters.find(({ name }) => name === list.parameter);
  const hadNoTurn = executions.every(({ status }) => status === 'skipped' || status === 'omitted');
  const fallback = hadNoTurn && parameter?.fallback?.kind === 'value' ? parameter.fallback.value : undefined;
  const given = fallback ?? (gathered && printed.length > 0 ? printed.flat() : printed[0]);
  if (given === undefined && hadNoTurn)
    return fault(`${waits}, which did not run; give the parameter a default for that case`);
  if (given === undefined) {
    const keys = [...new Set(executions.flatMap(({ metadata }) => Object.keys(metadata)))];
    const known = keys.length === 0 ? 'none' : keys.map((name) => `"${name}"`).join(', ');
    return fault(`${waits}, which is missing; it printed ${known}`);
  }
  // One value for all trials is no fan-out; it is fine where something else makes trials.
  const varies = axis.points.some((point) => Object.keys(point).length > 0) || (axis.lists?.length ?? 0) > 1;
  if (!Array.isArray(given) && !varies && fallback === undefined)
    return fault(`${waits}, which is no list but ${shown(given)}`);
  const items: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (items.length === 0) return { kind: 'empty', reason: `there are no trials: ${wordsOf(list)} is an empty list` };
  const type = parameter?.type ?? 'string';
  const values: ParameterScalar[] = [];
  for (const [index, item] of items.entries()) {
    const cast = castScalar(item, type);
    if (cast.kind === 'refused') {
      const what = `parameter "${list.parameter}" of node "${plan.node}" wants ${cast.wants}`;
      return fault(`${what}, but value ${index} of ${wordsOf(list)} is ${shown(item)}`);
    }
    values.push(cast.value);
  }
  return { kind: 'values', values };
}

function wordsOf({ key, producer }: PlannedList): string {
  return `metadata "${key}" of node "${producer.node}"`;
}

const LONGEST_SHOWN = 100;

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`;
}
