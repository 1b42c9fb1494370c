import type { Clock } from '../clock/clock.ts';
import type { ExecutionScope, TaskRequest, TaskRunner } from '../interpreter/execution-scope.ts';
import type { Json } from '../json/json.ts';
import { callFunction, invokeLambda } from './call-lambda.ts';
import { findHandler, runInProcess, taskCall } from './run-in-process.ts';
import { runScripted } from './run-scripted.ts';
import type { LambdaClient } from './lambda-client.ts';
import { runStateMachine, type CallStates, type ExecutionEnded } from './run-state-machine.ts';
import type { ServiceClients } from './service-client.ts';
import { scriptedOutcome, type Script } from '../tasks/scripted-task.ts';
import { TaskError, type TaskHandlers } from '../tasks/task-call.ts';
import { parseTaskResource } from '../tasks/task-resource.ts';

export interface TaskRunnerNeeds {
  readonly clock: Clock;
  readonly script: Script;
  readonly handlers: TaskHandlers;
  readonly clients: ServiceClients;
  readonly lambda: LambdaClient;
  /** The engine's own Step Functions operations; absent when another service stands in for them. */
  readonly own: { readonly callStates: CallStates; readonly ended: ExecutionEnded } | undefined;
}

const OPTIMISED_DYNAMODB: ReadonlySet<string> = new Set(['getItem', 'putItem', 'updateItem', 'deleteItem']);

/** Sends each task to its service: in process where the user said so, else by the service's wire protocol. */
export const createTaskRunner = ({ clock, script, handlers, clients, lambda, own }: TaskRunnerNeeds): TaskRunner => {
  /** Virtual time stands still while another process works. */
  const held = async (work: () => Promise<Json>): Promise<Json> => {
    clock.hold();
    try {
      return await work();
    } finally {
      clock.release();
    }
  };
  const states: CallStates =
    own?.callStates ?? ((action, parameters) => held(() => clients.call('sfn', action, parameters, 'sdk')));

  const dispatch = async (execution: ExecutionScope, request: TaskRequest): Promise<Json> => {
    const resource = parseTaskResource(request.resource);
    const input = request.arguments;
    if (resource.kind === 'lambda') return held(() => callFunction(lambda, resource.functionArn, input));
    if (resource.kind === 'integration') {
      const { service, action, sdk } = resource;
      if (sdk) {
        if (service === 'sfn') return states(action, input);
        return held(() => clients.call(service, action, input, 'sdk'));
      }
      if (service === 'lambda' && action === 'invoke') return held(() => invokeLambda(lambda, input));
      if (service === 'dynamodb' && OPTIMISED_DYNAMODB.has(action)) {
        return held(() => clients.call(service, action, input, 'optimised'));
      }
      if (service === 'states' && action === 'startExecution') {
        return runStateMachine(execution, request, resource.pattern, states, own?.ended);
      }
      if (service === 'sqs' || service === 'sns') {
        return held(() => clients.call(service, action, input, 'optimised'));
      }
    }
    throw new TaskError(
      'States.Runtime',
      `The resource "${request.resource}" is not supported here; use a Lambda function, an aws-sdk integration whose client is installed, or an in-process task`,
    );
  };

  return {
    async run(execution, request) {
      const call = taskCall(execution, request);
      const outcome = scriptedOutcome(script, call);
      if (outcome !== undefined) return runScripted(execution, request, call, outcome);
      const handler = findHandler(handlers, request);
      return handler === undefined ? dispatch(execution, request) : runInProcess(clock, call, handler);
    },
  };
};
