import type { ExecutionScope, TaskRequest, TokenOutcome } from '../interpreter/execution-scope.ts';
import type { Json } from '../json/json.ts';
import type { ScriptedOutcome } from '../tasks/scripted-task.ts';
import { TaskError, type TaskCall } from '../tasks/task-call.ts';
import { parseTaskResource } from '../tasks/task-resource.ts';
import { runInProcess } from './run-in-process.ts';

const tokenOutcome = ({ result = null, error, cause }: ScriptedOutcome): TokenOutcome => {
  if (error === undefined) return { kind: 'success', output: result };
  return cause === undefined ? { kind: 'failure', error } : { kind: 'failure', error, cause };
};

/** The request is accepted at once; the token comes back when the outcome says so. */
const returnToken = (
  { clock, tokens }: ExecutionScope,
  { halt }: TaskRequest,
  taskToken: string,
  outcome: ScriptedOutcome,
): void => {
  const timer = clock.at(clock.now() + (outcome.seconds ?? 0) * 1000, () => {
    leave();
    tokens.settle(taskToken, tokenOutcome(outcome));
  });
  const leave = halt.onStop(() => timer.cancel());
};

/** Ends a task as its script says, on the engine's clock. */
export const runScripted = async (
  execution: ExecutionScope,
  request: TaskRequest,
  call: TaskCall,
  outcome: ScriptedOutcome,
): Promise<Json> => {
  if (request.taskToken !== undefined) {
    returnToken(execution, request, request.taskToken, outcome);
    return null;
  }
  const resource = parseTaskResource(request.resource);
  if ('pattern' in resource && resource.pattern !== 'requestResponse') request.submitted(null);
  const { seconds = 0, result = null, error, cause } = outcome;
  const end = (): Json => {
    if (error !== undefined) throw new TaskError(error, cause);
    return result;
  };
  return runInProcess(execution.clock, call, seconds > 0 ? async () => call.sleep(seconds).then(end) : end);
};
