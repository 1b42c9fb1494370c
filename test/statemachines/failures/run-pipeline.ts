import { createVirtualClock, type Json, StepFunctionsEngine, type TaskCall, TaskError } from '../../../engine/index.ts';
import { createMachines } from '../../../estimate/run/create-machines.ts';
import { answerDynamodb } from '../../../estimate/table/answer-dynamodb.ts';
import { readFinishEvent } from '../../../functions/finish-run/read-finish-event.ts';
import { answerOf } from '../../../functions/finish-run/answer-of.ts';
import { createFailureLocator } from '../../../platform/aws/failure-locator.ts';
import type { StatesClient } from '../../../platform/aws/states-client.ts';
import { digitsOfFates } from '../../../platform/runs/fates-digits.ts';
import { answerApproval } from '../../../platform/runs/answer-approval.ts';
import type { ApprovalAnswer, TaskTokens } from '../../../platform/runs/approval.ts';
import { decide } from '../../../platform/runs/decide.ts';
import { finishPipeline } from '../../../platform/runs/finish-pipeline.ts';
import { finishRun } from '../../../platform/runs/finish-run.ts';
import { machineInput, newRun } from '../../../platform/runs/new-run.ts';
import { requestApproval } from '../../../platform/runs/request-approval.ts';
import { recordFailure } from '../../../platform/runs/record-failure.ts';
import { settleRun } from '../../../platform/runs/settle-run.ts';
import { stopRun } from '../../../platform/runs/stop-run.ts';
import { storePlans } from '../../../platform/runs/store-plans.ts';
import { isRunFate, type Fate } from '../../../platform/runs/statuses.ts';
import { type Execution, executionIdOf, type Run } from '../../../platform/runs/run.ts';
import type {
  ApprovalEvent,
  CompiledPipeline,
  DecisionEvent,
  FailureEvent,
  StepBatchEvent,
  StepEvent,
} from '../../../statemachines/asl/compiled-pipeline.ts';
import type { ParameterValue } from '../../../statemachines/definition/pipeline-definition.ts';
import { stepTasks } from '../run-compiled.ts';
import { createMemoryStores } from './memory-stores.ts';

/** How one attempt of a step ends, or of each attempt in turn; a text that is none of the words is an error of Lambda. */
export type Act =
  | Fate
  | 'throttled'
  | 'killed'
  /** Its function ran into its own time limit. */
  | 'overdue'
  /** Somebody stops the run while it is at work. */
  | 'stop'
  | { readonly metadata: Readonly<Record<string, unknown>> };

export interface PipelineRunOptions {
  /** By execution: `a`, or `a.0.1` in a sweep, or the node's name for all of its trials. */
  readonly acts?: (executionId: string, node: string, attempt: number) => Act | undefined;
  readonly seconds?: (executionId: string, node: string) => number;
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  /** What people answer, after the seconds of the execution; nobody answers where there is nothing. */
  readonly answers?: (executionId: string) => Pick<ApprovalAnswer, 'decision' | 'comment'> | undefined;
}

export interface PipelineRun {
  readonly run: Run;
  /** Whether the machine itself ended well. */
  readonly machine: string | undefined;
  readonly executions: readonly Execution[];
  /** Virtual seconds at which each execution began. */
  readonly starts: ReadonlyMap<string, number>;
  readonly seconds: number;
  readonly error: string | undefined;
}

/** Runs a compiled pipeline on the engine's virtual clock with the platform's own use cases, every function in process. */
export async function runPipeline(compiled: CompiledPipeline, options: PipelineRunOptions = {}): Promise<PipelineRun> {
  const clock = createVirtualClock();
  const stores = createMemoryStores();
  const starts = new Map<string, number>();
  const now = () => new Date(clock.now());
  const structure = {
    project: 'default',
    pipeline: compiled.pipeline,
    definitionHash: compiled.definitionHash,
    structureHash: compiled.structureHash,
    stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:slipway-test-machine',
  } as Parameters<typeof newRun>[0];
  const given = { runId: 'run', parameters: options.parameters ?? {}, inputs: {}, createdAt: now().toISOString() };
  const run = newRun(structure, compiled.plan, given);
  await stores.runs.create(run);
  await stores.runs.setStatus(run, 1, 'running');
  await storePlans(stores.objects as unknown as Parameters<typeof storePlans>[0], run, compiled.plan);

  const attempts = new Map<string, number>();
  const work = async (event: StepEvent, sleep: (seconds: number) => Promise<void>): Promise<Fate> => {
    const executionId = [event.node, ...event.trial].join('.');
    if (!starts.has(executionId)) starts.set(executionId, clock.now() / 1000);
    const attempt = attempts.get(executionId) ?? 0;
    attempts.set(executionId, attempt + 1);
    const act = options.acts?.(executionId, event.node, attempt) ?? 'succeeded';
    if (act === 'throttled') throw new TaskError('Lambda.Unknown', 'no room');
    const begun = await stores.executions.begin(event, {}, now().toISOString());
    if (begun.kind === 'already-succeeded') return 'succeeded';
    if (begun.kind === 'superseded') throw new TaskError('StepErrored', 'it has its fate');
    await sleep(options.seconds?.(executionId, event.node) ?? 1);
    if (act === 'stop')
      await stopRun(
        {
          ...context,
          tokens: tokensOf(engine),
          machines: {
            async stop(executionArn, error, cause) {
              await engine.stopExecution({ executionArn, error, cause });
            },
            describe: async () => undefined,
          },
        },
        run,
      );
    if (act === 'overdue') throw new TaskError('Sandbox.Timedout', '{"errorMessage":"Task timed out"}');
    if (act === 'killed') throw new TaskError('Runtime.ExitError', 'signal: killed');
    const heeds = run.nodes.find((node) => node.node === event.node)?.finally !== true;
    const flagged = heeds && (await stores.runs.get(run))?.status === 'stopping';
    const kind = flagged ? 'stopped' : typeof act === 'object' || act === 'stop' ? 'succeeded' : act;
    const outcome =
      kind === 'succeeded'
        ? ({ kind } as const)
        : {
            kind: kind === 'errored' || kind === 'stopped' ? kind : ('failed' as const),
            error: 'Step',
            message: `${executionId} ${kind}`,
          };
    const metadata = typeof act === 'object' ? act.metadata : {};
    const finishedAt = now().toISOString();
    const result = { outcome, metadata, outputs: [], inputs: {}, finishedAt };
    if (!(await stores.executions.finishAttempt(event, result))) throw new TaskError('StepErrored', 'it is late');
    return outcome.kind;
  };
  const step = async (call: TaskCall): Promise<Json> => {
    const event = payloadOf(call) as StepEvent | StepBatchEvent;
    if (!('trials' in event)) {
      const fate = await work(event, call.sleep);
      if (fate === 'succeeded') return {};
      if (fate === 'stopped') throw new TaskError('StepStopped', 'the run was stopped');
      throw new TaskError(fate === 'errored' ? 'StepErrored' : 'StepFailed', `{"errorMessage":"${fate}"}`);
    }
    const fates = new Set<Fate>();
    for (const trial of event.trials) {
      const fate = await work({ ...event, trial }, call.sleep);
      if (fate === 'failed' || fate === 'errored')
        await stores.executions.setFate({ ...event, trial }, fate, `${event.node} ${fate}`, now().toISOString());
      fates.add(fate);
    }
    return { failed: [...fates].some((fate) => fate !== 'succeeded') ? 1 : 0, fates: digitsOfFates(fates) };
  };

  const locator = createFailureLocator({
    states: ((_: string, input: unknown) =>
      engine.getExecutionHistory(input as Parameters<typeof engine.getExecutionHistory>[0])) as unknown as StatesClient,
  });
  const context = { ...stores, failures: locator, now };
  const finishing: Promise<unknown>[] = [];
  const engine: StepFunctionsEngine = new StepFunctionsEngine({
    clock,
    seed: 'test',
    tasks: {
      ...answerDynamodb(() => undefined),
      ...stepTasks(compiled, step),
      Platform_record_failure: async (call) => ({ ...(await recordFailure(context, payloadOf(call) as FailureEvent)) }),
      Platform_decide: async (call) => {
        try {
          return { ...(await decide(context, payloadOf(call) as DecisionEvent)) };
        } catch (error) {
          if (error instanceof Error) throw new TaskError(error.name, error.message);
          throw error;
        }
      },
      Platform_request_approval: async (call) => {
        const event = payloadOf(call) as ApprovalEvent;
        const executionId = executionIdOf(event.node, event.trial);
        const tokens = tokensOf(engine);
        await requestApproval({ ...context, tokens }, event);
        const answer = options.answers?.(executionId);
        if (answer === undefined) return {};
        await call.sleep(options.seconds?.(executionId, event.node) ?? 1);
        await answerApproval({ ...context, tokens }, { project: 'default', runId: 'run', executionId, ...answer });
        return {};
      },
      Platform_finish_run: async (call) => {
        const request = readFinishEvent(payloadOf(call), 'test');
        if (request === undefined) throw new Error('no finish event');
        if (request.pipeline !== undefined) return { ...(await finishPipeline(context, request.pipeline)) };
        if (request.finally === true) {
          await settleRun(context, request);
          return {};
        }
        return { ...answerOf(await finishRun(context, request)) };
      },
      'arn:aws:states:::aws-sdk:s3:getObject': async (call) => {
        const { Key } = call.arguments as { readonly Key: string };
        return { Body: (await stores.objects.getText(Key)) ?? '' };
      },
    },
    onExecutionStatusChange: (event) => {
      const request = readFinishEvent(event, 'test');
      if (request !== undefined) finishing.push(finishRun(context, request));
    },
  });
  try {
    const stateMachineArn = await createMachines(engine, compiled, 'slipway-test-machine');
    const { executionArn } = await engine.startExecution({
      stateMachineArn,
      name: 'run-1',
      input: JSON.stringify(machineInput(run, compiled.plan, 'bucket')),
    });
    const { status, startDate, stopDate, error, cause } = await engine.waitForExecution(executionArn ?? '');
    const seconds = ((stopDate?.getTime() ?? 0) - (startDate?.getTime() ?? 0)) / 1000;
    const ending = {
      kind: status === 'SUCCEEDED' ? 'reached-end' : status === 'TIMED_OUT' ? 'timed-out' : 'failed',
      error,
      cause,
    };
    await Promise.all(finishing);
    let ended = await stores.runs.get(run);
    if (ended !== undefined && !isRunFate(ended.status)) {
      await finishRun(context, { ...run, ending: ending as Parameters<typeof finishRun>[1]['ending'] });
      ended = await stores.runs.get(run);
    }
    const executions: Execution[] = [];
    for (const node of run.nodes)
      for await (const each of stores.executions.list('', 'run', node.node)) executions.push(each);
    return {
      run: ended ?? run,
      machine: status,
      executions,
      starts,
      seconds,
      error: error === undefined ? undefined : `${error}: ${cause ?? ''}`,
    };
  } finally {
    await engine.close();
  }
}

function tokensOf(engine: StepFunctionsEngine): TaskTokens {
  return {
    async succeed(taskToken) {
      await engine.sendTaskSuccess({ taskToken, output: '{}' });
    },
    async fail(taskToken, error, cause) {
      await engine.sendTaskFailure({ taskToken, error, cause });
    },
  };
}

function payloadOf(call: TaskCall): unknown {
  return JSON.parse(JSON.stringify((call.arguments as { readonly Payload: unknown }).Payload));
}
