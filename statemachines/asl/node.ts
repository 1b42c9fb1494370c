import type { NodePlan } from '../plan/execution-plan.ts';
import { askForApproval } from './approval.ts';
import { actsAt, asksAt, callDecide } from './decide.ts';
import { conditionExpression } from './fate-expressions.ts';
import { fateKey, fateKeys } from './fate-keys.ts';
import { jsonata, jsonataText, sameInput } from './jsonata.ts';
import { behind, type FateUpdate, leave } from './leave.ts';
import { emitPlainMap } from './map.ts';
import { emitOwnSweep } from './own-sweep.ts';
import type { NodeWays } from './node-ways.ts';
import { recordingStates } from './record-failure.ts';
import type { Continuation, EmitBlock, Emitted, MapBlock, Scope } from './scope.ts';
import type { ChoiceState, State } from './states.ts';
import { emitTask, invokeTrial } from './task.ts';

type NamedState = readonly [string, State];

/**
 * A node with all that its rules ask: the guard, the decision before it starts, the work, what its failure leads to, and the
 * actions behind it. A node without rules is its work alone. Whatever happens to a node whose failure does not end the
 * run, it comes to one continuation, with its fate among those that the state data carries.
 *
 * @param own the Map over the node's own trials, where it has some
 */
export function emitNode(
  node: NodePlan,
  scope: Scope,
  then: Continuation,
  own: MapBlock | undefined,
  emit: EmitBlock,
): Emitted {
  const { rules } = node;
  const gathers =
    own !== undefined &&
    fateKeys(node.node)
      .slice(1)
      .some((key) => scope.fates?.needed(key) === true);
  const succeeded: FateUpdate = { [fateKey(node.node)]: '"succeeded"' };
  if (rules === undefined && !gathers) {
    return own === undefined ? emitTask(node, scope, then, succeeded) : emitPlainMap(own, scope, then, emit, succeeded);
  }
  const after = behind(scope, fateKeys(node.node));
  const complete = actsAt(node, 'complete') ? emitAction(node, after, 'complete', then) : undefined;
  const failure = emitFailureWay(node, after, then);
  const ways: NodeWays = {
    succeeded: complete === undefined ? then : { kind: 'next', state: complete.start },
    ...failure.ways,
  };
  const work = own === undefined ? emitWork(node, scope, ways) : emitOwnSweep(node, own, scope, ways, emit);
  const started = emitStart(node, scope, then, work.start);
  return {
    start: started.start,
    states: [...started.states, ...work.states, ...(complete?.states ?? []), ...failure.states],
  };
}

/** The step's call, and behind its failure the record of it. */
function emitWork(node: NodePlan, scope: Scope, ways: NodeWays): Emitted {
  if (ways.failed === undefined && ways.raise === undefined)
    return emitTask(node, scope, ways.succeeded, { [fateKey(node.node)]: '"succeeded"' });
  const name = scope.machine.nodeState(node.node);
  const recorded = recordingStates(node, scope, ways);
  const task: State = {
    ...invokeTrial(node, scope),
    Catch: [recorded.catcher],
    ...leave(scope, ways.succeeded, { [fateKey(node.node)]: '"succeeded"' }),
  };
  return { start: name, states: [[name, task], ...recorded.states] };
}

/** What asks whether the node runs, and what is said of it where it does not. */
function emitStart(node: NodePlan, scope: Scope, then: Continuation, work: string): Emitted {
  const { rules } = node;
  const { names, claimVariable, nodeState } = scope.machine;
  const name = nodeState(node.node);
  const states: NamedState[] = [];
  let start = work;
  const decides = rules?.when !== undefined || rules?.fansOut === true || rules?.guard?.kind === 'records';
  if (decides) {
    const decided = claimVariable('decided');
    const choice = names.claim(`${name}.when`);
    const left = names.claim(`${name}.left`);
    const fail = names.claim(`${name}.undecided`);
    const starting = names.claim(`${name}.starting`);
    const ends = rules.failure === 'ends-run';
    const approval = asksAt(node, 'starting') ? names.claim(`${name}.starting.approval`) : undefined;
    const waiting = approval === undefined ? [] : [waitingFor(decided, approval)];
    if (approval !== undefined)
      states.push([
        approval,
        { ...askForApproval(node, scope, 'starting'), ...leave(scope, { kind: 'next', state: work }) },
      ]);
    states.push(
      [
        starting,
        {
          ...callDecide(node, scope, 'starting'),
          Assign: { [decided]: jsonata('$states.result.Payload.fate') },
          Output: sameInput,
          Next: choice,
        },
      ],
      [
        choice,
        {
          Type: 'Choice',
          Choices: [
            { Condition: jsonata(`$${decided} = "running"`), Next: work },
            ...waiting,
            ...(ends ? [{ Condition: jsonata(`$${decided} = "errored"`), Next: fail }] : []),
          ],
          Default: left,
        },
      ],
      [left, { Type: 'Pass', ...leave(scope, then, untouched(node, `$${decided}`)) }],
    );
    if (ends) {
      const cause = jsonataText(
        rules.fansOut === true
          ? `the trials of "${node.node}" could not be found`
          : `the condition of "${node.node}" could not be decided`,
      );
      states.push([fail, { Type: 'Fail', Error: 'StepErrored', Cause: jsonata(cause) }]);
    }
    start = starting;
  } else if (actsAt(node, 'starting')) {
    const action = emitAction(node, scope, 'starting', { kind: 'next', state: work });
    states.push(...action.states);
    start = action.start;
  }
  if (rules?.guard?.kind !== 'fates') return { start, states };
  const guard = names.claim(`${name}.depends`);
  const silent = then.kind === 'next' && !fateKeys(node.node).some((key) => scope.fates?.needed(key) === true);
  const omitted = silent ? then.state : names.claim(`${name}.omitted`);
  const condition = jsonata(conditionExpression(rules.guard.condition));
  states.unshift([guard, { Type: 'Choice', Choices: [{ Condition: condition, Next: start }], Default: omitted }]);
  if (!silent) states.push([omitted, { Type: 'Pass', ...leave(scope, then, untouched(node, '"omitted"')) }]);
  return { start: guard, states };
}

/** A node that had no turn: of its trials none succeeded and none failed. */
function untouched({ node }: NodePlan, fate: string): FateUpdate {
  return { [fateKey(node)]: fate, [fateKey(node, 'AnySucceeded')]: 'false', [fateKey(node, 'AllFailed')]: 'false' };
}

function emitAction(
  node: NodePlan,
  scope: Scope,
  moment: 'starting' | 'complete' | 'error',
  then: Continuation,
): Emitted {
  const { names, nodeState, claimVariable } = scope.machine;
  const name = names.claim(`${nodeState(node.node)}.${moment}`);
  const call = callDecide(node, scope, moment);
  if (!asksAt(node, moment)) return { start: name, states: [[name, { ...call, ...leave(scope, then) }]] };
  const decided = claimVariable('decided');
  const choice = names.claim(`${name}.asks`);
  const approval = names.claim(`${name}.approval`);
  const done = then.kind === 'next' ? then.state : names.claim(`${name}.done`);
  const assigned = { Assign: { [decided]: jsonata('$states.result.Payload.fate') }, Output: sameInput, Next: choice };
  return {
    start: name,
    states: [
      [name, { ...call, ...assigned }],
      [choice, { Type: 'Choice', Choices: [waitingFor(decided, approval)], Default: done }],
      [approval, { ...askForApproval(node, scope, moment), ...leave(scope, then) }],
      ...(then.kind === 'next' ? [] : [[done, { Type: 'Pass', ...leave(scope, then) }] as const]),
    ],
  };
}

function waitingFor(decided: string, approval: string): ChoiceState['Choices'][number] {
  return { Condition: jsonata(`$${decided} = "waiting-approval"`), Next: approval };
}

/** Where a failure leads: on, through the actions that wait for it, or to the end of the run. */
function emitFailureWay(
  node: NodePlan,
  after: Scope,
  then: Continuation,
): { readonly ways: Omit<NodeWays, 'succeeded'>; readonly states: readonly NamedState[] } {
  const { names, nodeState, claimVariable } = after.machine;
  const acts = actsAt(node, 'error');
  if (node.rules !== undefined && node.rules.failure !== 'ends-run') {
    if (!acts) return { ways: { failed: then }, states: [] };
    const action = emitAction(node, after, 'error', then);
    return { ways: { failed: { kind: 'next', state: action.start } }, states: action.states };
  }
  if (!acts) return { ways: {}, states: [] };
  const [error, cause] = [claimVariable('error'), claimVariable('cause')];
  const fail = names.claim(`${nodeState(node.node)}.failed`);
  const action = emitAction(node, after, 'error', { kind: 'next', state: fail });
  return {
    ways: { raise: { then: action.start, error, cause } },
    states: [...action.states, [fail, { Type: 'Fail', Error: jsonata(`$${error}`), Cause: jsonata(`$${cause}`) }]],
  };
}
