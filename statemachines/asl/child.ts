import { answeredFates, branchScope } from './branch-fates.ts';
import { causeOfChild, errorOfChild } from './child-errors.ts';
import { checkFailures, goOn } from './failure-count.ts';
import { jsonata, redrives } from './jsonata.ts';
import type { ChildBlock, Continuation, EmitBlock, Emitted, Scope } from './scope.ts';
import type { Retrier, State, TaskState } from './states.ts';

/**
 * A part of the pipeline as an execution of its own, with a definition and a history of its own. It starts at once and is
 * stopped with this one; its input is this one's, so that its nodes find the run and its rendezvous. It answers what a
 * branch of a Parallel would.
 */
export function emitChild(block: ChildBlock, scope: Scope, then: Continuation, emit: EmitBlock): Emitted {
  const { machine } = scope;
  const name = machine.names.claim(block.name);
  const child = machine.child(block.name);
  const inner = branchScope(block.body, scope);
  child.write(emit(block.body, { ...inner, machine: child.context }, { kind: 'end' }));
  const failed = machine.names.claim(`${name}.failed`);
  const [error, cause] = [machine.claimVariable('error'), machine.claimVariable('cause')];
  const answer = '$states.result.Output';
  const counted = scope.tolerant
    ? checkFailures(name, `of the executions in ${block.name} failed`, answer, scope, then)
    : goOn(scope, then, answeredFates(block.body, scope, answer));
  const task: TaskState = {
    ...startChild(block.name, scope, machine.plan.timeoutSeconds),
    Catch: [
      {
        ErrorEquals: ['States.ALL'],
        Next: failed,
        Assign: { [error]: jsonata(errorOfChild), [cause]: jsonata(causeOfChild) },
      },
    ],
    ...counted.answer,
  };
  const fail: State = { Type: 'Fail', Error: jsonata(`$${error}`), Cause: jsonata(`$${cause}`) };
  return { start: name, states: [[name, task], [failed, fail], ...counted.states] };
}

/** Step Functions' own hiccups at the start of a child; how the child itself ends is `States.TaskFailed`. */
const startErrors: Retrier = {
  ErrorEquals: [
    'StepFunctions.StepFunctionsException',
    'StepFunctions.SdkClientException',
    'StepFunctions.ThrottlingException',
    'StepFunctions.ExecutionLimitExceededException',
  ],
  IntervalSeconds: 1,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  MaxAttempts: 12,
  JitterStrategy: 'FULL',
};

/** The call itself. What was redriven so far goes with it, so that a step's attempts stay in order. */
export function startChild(
  child: string,
  { machine }: Scope,
  timeoutSeconds: number | string,
): Omit<TaskState, 'Next' | 'End' | 'Output'> {
  const started = '"AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID": $states.context.Execution.Id';
  const input = `$merge([$states.input, {"redrives": ${redrives(machine.isChild)}, ${started}}])`;
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Arguments: { StateMachineArn: machine.placeholders.machine(child), Input: jsonata(input) },
    TimeoutSeconds: timeoutSeconds,
    Retry: [startErrors],
  };
}
