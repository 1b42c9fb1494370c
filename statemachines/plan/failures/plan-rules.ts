import { nodesIn } from '../../graph/evaluate-depends.ts';
import type { GraphNode } from '../../graph/pipeline-graph.ts';
import type { NodeGuard, NodePlan, NodeRules, PlanBlock, PlannedAxis, ProducerReference } from '../execution-plan.ts';
import { caughtFailures, type FailureSources } from './caught-failures.ts';
import { foldCondition, isAlways } from './fold-condition.ts';
import { type PossibleFates, possibleFates, seenInside, seenOutside } from './possible-fates.ts';

/** What the definition asks of a node beside running it. */
export type AskedRules = Pick<NodeRules, 'when' | 'fansOut' | 'actions'>;

export interface RuleSources extends FailureSources {
  /** Of whom a node asks, and what the state data does not tell it. */
  readonly unreached: ReadonlyMap<string, ReadonlySet<string>>;
  readonly structure: PlanBlock;
  readonly axis: (id: string) => PlannedAxis | undefined;
  readonly asked: ReadonlyMap<string, AskedRules>;
  readonly producer: (from: string, to: string) => ProducerReference;
}

/**
 * What the machine must do about each node that is not simply run; nodes without an entry are. Where nothing of a
 * pipeline asks for it, there is none, and the machine carries nothing of all this.
 */
export function planRules(sources: RuleSources): ReadonlyMap<string, NodeRules> {
  const divided = dividedSweeps(sources);
  if (divided.size === 0 && !sources.nodes.some((node) => isRuled(node, sources))) return new Map();
  const caught = caughtFailures(sources);
  const fates = possibleFates(sources, caught, (name) => sources.asked.get(name)?.fansOut === true);
  const rules = new Map<string, NodeRules>();
  for (const node of sources.nodes) {
    const guard = guardOf(node, sources, seenOutside(node.name, sources, fates));
    const asked = sources.asked.get(node.name) ?? {};
    const involved = guard !== undefined || Object.keys(asked).length > 0;
    if (!involved && !caught.has(node.name)) continue;
    rules.set(node.name, {
      ...(guard === undefined ? {} : { guard }),
      ...asked,
      failure: caught.has(node.name) ? 'caught' : 'ends-run',
    });
  }
  for (const sweep of tolerantMaps(sources.structure, sources)) {
    const members = nodesOf(sweep.block);
    if (!members.some((name) => rules.has(name) || isRead(name, rules) || divided.has(name))) continue;
    for (const name of members) rules.set(name, ruleInside(name, sweep.axis, rules.get(name), sources, fates));
  }
  return rules;
}

/** Nodes on both sides of a sweep that completes regardless and stands in several Maps: the later one asks who is left. */
function dividedSweeps({ nodes, conditions, views }: RuleSources): ReadonlySet<string> {
  const pairs = nodes.flatMap(({ name }) => {
    const condition = conditions.get(name);
    const producers = condition === undefined ? [] : nodesIn(condition);
    return producers.filter((producer) => views.startsAnew(producer, name)).map((producer) => [producer, name]);
  });
  return new Set(pairs.flat());
}

function isRuled(node: GraphNode, sources: RuleSources): boolean {
  const asked = sources.asked.get(node.name) ?? {};
  const silent = node.onError === 'stop-all' || node.onError === 'retry';
  const asks = node.depends !== undefined || Object.keys(asked).length > 0;
  return !silent || asks || sources.finally.has(node.name);
}

/** In a sweep that goes on, every failure is a fate of its iteration. */
function ruleInside(
  name: string,
  axis: PlannedAxis,
  known: NodeRules | undefined,
  sources: RuleSources,
  fates: PossibleFates,
): NodeRules {
  const node = sources.nodes.find((each) => each.name === name);
  const guard = node && guardOf(node, sources, seenInside(name, sources, fates));
  const forgiven = known?.failure === 'caught' || axis.onChildError === 'continue-and-complete';
  return {
    ...(guard === undefined ? {} : { guard }),
    ...sources.asked.get(name),
    failure: forgiven ? 'caught' : 'ends-sweep',
  };
}

function guardOf(
  node: GraphNode,
  { conditions, views, producer, unreached }: RuleSources,
  results: Parameters<typeof foldCondition>[1],
): NodeGuard | undefined {
  const condition = conditions.get(node.name);
  if (condition === undefined) return undefined;
  const folded = foldCondition(condition, results);
  if (isAlways(folded)) return undefined;
  const named = nodesIn(folded);
  const missing = unreached.get(node.name);
  const untold = (each: string): boolean =>
    views.apart(each, node.name) || views.beganElsewhere(each, node.name) || missing?.has(each) === true;
  if (!named.some(untold)) return { kind: 'fates', condition: folded };
  // What is recorded decides, so that the whole condition is asked.
  return { kind: 'records', producers: nodesIn(condition).map((each) => producer(each, node.name)) };
}

function isRead(name: string, rules: ReadonlyMap<string, NodeRules>): boolean {
  for (const { guard } of rules.values()) {
    if (guard?.kind === 'fates' && nodesIn(guard.condition).includes(name)) return true;
  }
  return false;
}

interface TolerantMap {
  readonly block: PlanBlock;
  readonly axis: PlannedAxis;
}

/** The outermost Maps over the pipeline's axes whose iterations go on after a failure. */
function tolerantMaps(block: PlanBlock, { axis }: Pick<RuleSources, 'axis'>): readonly TolerantMap[] {
  switch (block.kind) {
    case 'series':
    case 'parallel':
      return block.blocks.flatMap((each) => tolerantMaps(each, { axis }));
    case 'map': {
      const found = axis(block.axis);
      const goesOn = found?.origin === 'pipeline' && found.onChildError !== 'stop-all-and-error';
      return goesOn ? [{ block, axis: found }] : tolerantMaps(block.body, { axis });
    }
    default:
      return [];
  }
}

export function nodesOf(block: PlanBlock): readonly string[] {
  switch (block.kind) {
    case 'node':
      return [block.node];
    case 'series':
    case 'parallel':
      return block.blocks.flatMap(nodesOf);
    case 'map':
      return nodesOf(block.body);
    case 'child':
      // What is in a nested pipeline has failed within that one.
      return block.node === undefined ? nodesOf(block.body) : [block.node];
    default:
      return [];
  }
}

/** What of a plan's nodes stands in the definition, whatever the machine makes of it. */
export function conditionFields(
  node: string,
  written: GraphNode | undefined,
  sources: RuleSources,
  rules: ReadonlyMap<string, NodeRules>,
): Pick<NodePlan, 'condition' | 'depends' | 'continues' | 'finally' | 'rules'> {
  const condition = sources.conditions.get(node);
  const own = rules.get(node);
  const asked = rules.size > 0 && condition !== undefined && nodesIn(condition).length > 0;
  return {
    ...(sources.finally.has(node) ? { finally: true } : {}),
    ...(asked ? { condition } : {}),
    ...(asked && written?.depends !== undefined ? { depends: written.depends.value } : {}),
    ...(written?.onError === 'continue' ? { continues: true } : {}),
    ...(own === undefined ? {} : { rules: own }),
  };
}
