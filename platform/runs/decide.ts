import type { Decision, DecisionEvent } from '../../statemachines/asl/compiled-pipeline.ts';
import type { ConditionValue } from '../../statemachines/definition/valohai/condition-operations.ts';
import { parseCondition } from '../../statemachines/definition/valohai/condition-expression.ts';
import { type ConditionResult, evaluateCondition } from '../../statemachines/definition/valohai/evaluate-condition.ts';
import { invariant } from '../../statemachines/diagnostics/invariant.ts';
import { holds } from '../../statemachines/graph/evaluate-depends.ts';
import { axisSize } from '../../statemachines/plan/axis-size.ts';
import type { NodePlan, PlannedAction, PlannedCondition } from '../../statemachines/plan/execution-plan.ts';
import { inParallel } from '../concurrency/in-parallel.ts';
import { fanOut, type FanOutContext } from './fan-out.ts';
import type { SweepStore } from './sweep-store.ts';
import { conditionValue, type DecidedBy, producerResult } from './condition-values.ts';
import type { ExecutionStore } from './execution-store.ts';
import { MOST_RECORDED, sizesIn } from './node-tally.ts';
import { createProducerReader } from './read-producers.ts';
import { nodePlanKey } from './run-keys.ts';
import { isCurrent } from './machine-generation.ts';
import { RunHalted } from './run-halted.ts';
import type { RunStore } from './run-store.ts';
import type { Run } from './run.ts';

export interface DecideContext {
  readonly runs: RunStore;
  readonly executions: ExecutionStore;
  readonly sweeps: SweepStore;
  readonly objects: FanOutContext['objects'] & { getText(key: string): Promise<string | undefined> };
  readonly now: () => Date;
}

/**
 * Decides what a definition's conditions and actions ask at one moment of a node, by what is recorded. It may be asked again:
 * the answer is the same, since what it reads does not change any more.
 *
 * @throws RunHalted where an action ends the run, which is recorded in the run
 */
export async function decide(context: DecideContext, event: DecisionEvent): Promise<Decision> {
  const run = await context.runs.get(event);
  const text = await context.objects.getText(nodePlanKey(event.project, event.runId, event.generation, event.node));
  invariant(run !== undefined && text !== undefined, `run "${event.runId}" and its plan are stored before it starts`);
  const plan = JSON.parse(text) as NodePlan;
  const by = decidedBy(context, event, run, plan);
  if (event.moment === 'starting') {
    const fate = await entryFate(context, event, by);
    if (fate !== 'running') return { fate };
  }
  let asks = false;
  for (const action of plan.rules?.actions ?? []) {
    if (action.moment !== event.moment || !(await applies(action, by))) continue;
    await carryOut(context, event, run, action);
    asks ||= action.then.includes('require-approval');
  }
  return { fate: asks ? 'waiting-approval' : 'running' };
}

function decidedBy(context: DecideContext, event: DecisionEvent, run: Run, plan: NodePlan): DecidedBy {
  const { executions } = context;
  const { project, runId, node, trial } = event;
  const readOwn = async () => {
    const mine: Awaited<ReturnType<DecidedBy['own']>>[number][] = [];
    if (trial.length === plan.axes.length) {
      const found = await executions.get(project, runId, node, trial);
      return found === undefined ? [] : [found];
    }
    for await (const each of executions.list(project, runId, node, sizesIn(plan.axes.map(axisSize)))) {
      if (trial.every((index, axis) => each.trial[axis] === index)) mine.push(each);
    }
    return mine;
  };
  let reading: ReturnType<typeof readOwn> | undefined;
  const own = () => (reading ??= readOwn());
  return { run, plan, trial, own, producers: createProducerReader(executions, plan, event) };
}

/** Whether the node is to run; where it is not, the reason is recorded. */
async function entryFate(context: DecideContext, event: DecisionEvent, by: DecidedBy): Promise<Decision['fate']> {
  const { rules, condition } = by.plan;
  if (rules?.guard?.kind === 'records' && condition !== undefined) {
    const results = new Map(
      await inParallel(
        rules.guard.producers,
        16,
        async (producer) => [producer.node, await producerResult(producer, by)] as const,
      ),
    );
    if (holds(condition, (name) => results.get(name)) !== true) return 'omitted';
  }
  const result = rules?.when === undefined ? true : await evaluate(rules.when, by);
  const text = rules?.when?.text ?? '';
  if (result === true || (result.kind === 'value' && result.value)) {
    if (rules?.fansOut !== true) return 'running';
    const found = await fanOut(context, event, by.plan, by.producers);
    if (found.kind === 'trials') return 'running';
    return recordFate(context, event, by.plan, found.kind === 'empty' ? 'skipped' : 'errored', found.reason);
  }
  if (result.kind === 'value') {
    return recordFate(context, event, by.plan, 'skipped', `its condition "${text}" was false`);
  }
  const reason = `its condition "${text}" cannot be decided: ${result.message}`;
  return recordFate(context, event, by.plan, 'errored', reason);
}

/** Of a sweep whose trials are not known, one execution tells the fate and its reason. */
async function recordFate<F extends 'skipped' | 'errored'>(
  { executions, sweeps, now }: DecideContext,
  event: DecisionEvent,
  plan: NodePlan,
  fate: F,
  reason: string,
): Promise<F> {
  if (plan.rules?.fansOut === true) await sweeps.recordTrials(event, 1);
  const inner = plan.axes.slice(event.trial.length).map((axis) => axisSize(axis) ?? 1);
  const count = inner.reduce((product, size) => product * size, 1);
  const trials =
    count <= MOST_RECORDED ? product(event.trial, inner) : fate === 'errored' ? [first(event.trial, inner)] : [];
  const at = now().toISOString();
  await inParallel(trials, 32, (trial) => executions.setFate({ ...event, trial }, fate, reason, at));
  return fate;
}

function product(outer: readonly number[], sizes: readonly number[]): readonly (readonly number[])[] {
  return sizes.reduce<readonly (readonly number[])[]>(
    (trials, size) => trials.flatMap((trial) => Array.from({ length: size }, (_, index) => [...trial, index])),
    [outer],
  );
}

function first(outer: readonly number[], sizes: readonly number[]): readonly number[] {
  return [...outer, ...sizes.map(() => 0)];
}

/** All of an action's conditions; one that cannot be decided, such as of a metric that was never printed, is not true. */
async function applies(action: PlannedAction, by: DecidedBy): Promise<boolean> {
  for (const condition of action.if) {
    const result = await evaluate(condition, by);
    if (result.kind === 'fault' || !result.value) return false;
  }
  return true;
}

async function carryOut(context: DecideContext, event: DecisionEvent, run: Run, action: PlannedAction): Promise<void> {
  const { node } = event;
  const why = action.if.length === 0 ? '' : `, since "${action.if.map(({ text }) => text).join('" and "')}"`;
  const when = { starting: 'before it started', complete: 'when it was complete', error: 'when it had failed' };
  const reason = `an action of "${node}" ended the run ${when[action.moment]}${why}`;
  const status = action.then.includes('error-pipeline')
    ? 'failed'
    : action.then.includes('stop-pipeline')
      ? 'stopped'
      : undefined;
  if (status === undefined) return;
  // A machine of an earlier generation ends itself, not the run that was retried.
  if (isCurrent(run, event)) await context.runs.halt(event, run.generation, { status, reason });
  throw new RunHalted(status, reason);
}

async function evaluate({ text, names }: PlannedCondition, by: DecidedBy): Promise<ConditionResult> {
  const parsed = parseCondition(text);
  if (parsed.kind === 'fault') return { kind: 'fault', message: parsed.fault.message };
  const values = new Map<string, ConditionValue | undefined>();
  for (const [name, sources] of Object.entries(names)) values.set(name, await conditionValue(sources, by));
  return evaluateCondition(parsed.expression, (name) => values.get(name));
}
