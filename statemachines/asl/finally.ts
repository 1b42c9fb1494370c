import type { PlanBlock } from '../plan/execution-plan.ts';
import { callFinish } from './finish.ts';
import { jsonata, runFields } from './jsonata.ts';
import type { EmitBlock, Emitted, Scope } from './scope.ts';
import { deadlineOf } from './time-limit.ts';
import type { ParallelState, State } from './states.ts';

/**
 * The pipeline's body as the one branch of a Parallel, so that whatever ends it can be caught, the run's deadline, which ends
 * its tasks, included; then its nodes get their
 * fates, for the nodes of `finally` to see, which run in any case, and then what `then` names.
 */
export function emitWithFinally(
  body: Emitted,
  ending: PlanBlock,
  scope: Scope,
  then: string,
  emit: EmitBlock,
): Emitted {
  const { names } = scope.machine;
  const name = names.claim('pipeline');
  const settle = names.claim('before-finally');
  const last = emit(ending, scope, { kind: 'next', state: then });
  const parallel: ParallelState = {
    Type: 'Parallel',
    Arguments: jsonata(`$merge([$states.input, {"deadline": ${deadlineOf(scope.machine.plan)}}])`),
    Branches: [{ StartAt: body.start, States: Object.fromEntries(body.states) }],
    Catch: [{ ErrorEquals: ['States.ALL'], Next: settle, Output: jsonata(withError) }],
    Output: jsonata('$states.input'),
    Next: settle,
  };
  const ended = (field: string) => jsonata(`$states.input.ended.${field} ? $states.input.ended.${field} : ""`);
  const late = jsonata(`$millis() >= ${deadlineOf(scope.machine.plan)}`);
  const settling: State = {
    ...callFinish(scope.machine, { ...runFields(), finally: true, late, error: ended('error'), cause: ended('cause') }),
    Output: jsonata('$sift($states.input, function($value, $key) { $key != "ended" })'),
    Next: last.start,
  };
  return { start: name, states: [[name, parallel], [settle, settling], ...last.states] };
}

const LONGEST_CAUSE = 4000;

const withError = `$merge([$states.input, {"ended": {"error": $states.errorOutput.Error, "cause": $states.errorOutput.Cause ? $substring($states.errorOutput.Cause, 0, ${LONGEST_CAUSE}) : ""}}])`;
