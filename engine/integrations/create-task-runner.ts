import type { Clock } from '../clock/clock.ts';
import type { ExecutionScope, TaskRequest, TaskRunner } from '../interpreter/execution-scope.ts';
import { isJsonObject, type Json, type JsonObject } from '../json/json.ts';
import { callFunction, invokeLambda } from './call-lambda.ts';
import { callOptimised, type CallOptimised } from './call-service.ts';
import { createOAuthTokens } from './http/oauth-tokens.ts';
import { runHttpTask } from './http/run-http-task.ts';
import { mockedAnswerFault } from './check-mocked-answer.ts';
import { findHandler, runInProcess, taskCall } from './run-in-process.ts';
import { runJob, type Job } from './run-job.ts';
import { runScripted } from './run-scripted.ts';
import type { LambdaClient } from './lambda-client.ts';
import { runStateMachine, type CallStates, type ExecutionEnded } from './run-state-machine.ts';
import type { ServiceClients } from './service-client.ts';
import { noAnswer } from './sdk-error.ts';
import { serviceJob, type ServiceJob } from './service-jobs.ts';
import { scriptedOutcome, type Script } from '../tasks/scripted-task.ts';
import { TaskError, type TaskHandlers } from '../tasks/task-call.ts';
import { parseTaskResource, type TaskResource } from '../tasks/task-resource.ts';

export interface TaskRunnerNeeds {
  readonly clock: Clock;
  readonly region: string;
  readonly script: Script;
  readonly handlers: TaskHandlers;
  readonly clients: ServiceClients;
  readonly lambda: LambdaClient;
  /** The engine's own Step Functions operations; absent when another service stands in for them. */
  readonly own: { readonly callStates: CallStates; readonly ended: ExecutionEnded } | undefined;
  /** Whether the engine is closing: then what it waits for elsewhere goes on without it. */
  readonly closing: () => boolean;
}

/** Optimised integrations that are no plain call of their service's API, or not of one that is known here. */
const NOT_HERE: ReadonlySet<string> = new Set([
  ...['apigateway', 'bedrock', 'databrew', 'eks', 'elasticmapreduce', 'emr-containers', 'emr-serverless'],
]);

type Integration = Extract<TaskResource, { kind: 'integration' }>;

/** Sends each task to its service: in process where the user said so, else by the service's wire protocol. */
export const createTaskRunner = (needs: TaskRunnerNeeds): TaskRunner => {
  const { clock, region, script, handlers, clients, lambda, own, closing } = needs;
  const tokens = createOAuthTokens();
  /** Virtual time stands still while another process works. */
  const held = async <T>(work: () => Promise<T>): Promise<T> => {
    clock.hold();
    try {
      return await work();
    } finally {
      clock.release();
    }
  };
  const states: CallStates =
    own?.callStates ??
    ((action, parameters, style) =>
      held(() => clients.call(style === 'sdk' ? 'sfn' : 'states', action, parameters, style)));

  const runServiceJob = (
    execution: ExecutionScope,
    request: TaskRequest,
    { service, action }: Integration,
    kind: ServiceJob,
    call: CallOptimised,
  ): Promise<Json> => {
    const given: JsonObject = isJsonObject(request.arguments) ? request.arguments : {};
    const job: Job = {
      submit: () => callOptimised(execution, request, service, action, call),
      async look(submitted) {
        const look = kind.look(submitted, given);
        return kind.state((await call(look.action, look.parameters)).fields);
      },
      stop(submitted) {
        const stop = kind.stop(submitted, given);
        return call(stop.action, stop.parameters);
      },
    };
    return runJob(execution, request, job, closing);
  };

  const runOptimised = async (
    execution: ExecutionScope,
    request: TaskRequest,
    resource: Integration,
  ): Promise<Json> => {
    const { service, action, pattern } = resource;
    if (service === 'lambda') return held(() => invokeLambda(lambda, request.arguments));
    if (service === 'http') return held(() => runHttpTask(request.arguments, clients, tokens, region));
    if (service === 'states') return runStateMachine(execution, request, pattern, states, own?.ended, closing);
    if (NOT_HERE.has(service)) throw notHere(request.resource);
    const call: CallOptimised = (name, parameters) => held(() => clients.call(service, name, parameters, 'optimised'));
    if (pattern !== 'sync') return callOptimised(execution, request, service, action, call);
    const kind = serviceJob(service, action);
    if (kind === undefined) throw notHere(request.resource);
    return runServiceJob(execution, request, resource, kind, call);
  };

  const dispatch = async (execution: ExecutionScope, request: TaskRequest): Promise<Json> => {
    const resource = parseTaskResource(request.resource);
    const input = request.arguments;
    if (resource.kind === 'lambda') return held(() => callFunction(lambda, resource.functionArn, input));
    if (resource.kind !== 'integration') throw notHere(request.resource);
    const { service, action, sdk } = resource;
    if (!sdk) return runOptimised(execution, request, resource);
    if (service === 'sfn') return (await states(action, input, 'sdk')).fields;
    return (await held(() => clients.call(service, action, input, 'sdk'))).fields;
  };

  async function* heldPieces(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const pieces = body[Symbol.asyncIterator]();
    try {
      for (;;) {
        const piece = await held(() => pieces.next());
        if (piece.done === true) return;
        yield piece.value;
      }
    } catch (error) {
      throw noAnswer('S3', error);
    } finally {
      // Whoever has read enough leaves the connection to others.
      await pieces.return?.();
    }
  }

  async function* onePiece(body: Json): AsyncGenerator<Uint8Array> {
    yield Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  }

  const openObject: TaskRunner['openObject'] = async (execution, request) => {
    const handler = findHandler(handlers, request);
    if (handler === undefined) {
      const { fields, body } = await held(() => clients.open('s3', 'getObject', request.arguments));
      const etag = fields['ETag'];
      return { etag: typeof etag === 'string' ? etag : undefined, body: heldPieces(body) };
    }
    const answer = await runInProcess(clock, taskCall(execution, request), handler);
    return { etag: undefined, body: onePiece(isJsonObject(answer) ? (answer['Body'] ?? null) : answer) };
  };

  return {
    openObject,
    async mockFault(resource, result, strict) {
      const target = parseTaskResource(resource);
      if (target.kind !== 'integration') return undefined;
      const service = target.service === 'states' ? 'sfn' : target.service;
      const schema = await clients.outputSchema(service, target.action);
      return schema === undefined ? undefined : mockedAnswerFault(result, schema, strict);
    },
    inProcess: (request) => Object.hasOwn(script, request.stateName) || findHandler(handlers, request) !== undefined,
    async run(execution, request) {
      const call = taskCall(execution, request);
      const outcome = scriptedOutcome(script, call);
      if (outcome !== undefined) return runScripted(execution, request, call, outcome);
      const handler = findHandler(handlers, request);
      return handler === undefined ? dispatch(execution, request) : runInProcess(clock, call, handler);
    },
  };
};

const notHere = (resource: string): TaskError =>
  new TaskError(
    'States.Runtime',
    `The resource "${resource}" is not supported here; use a Lambda function, an aws-sdk integration whose client is installed, or an in-process task`,
  );
