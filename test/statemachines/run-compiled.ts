import {
  createVirtualClock,
  StepFunctionsEngine,
  type Json,
  type TaskCall,
  type TaskError,
  type TaskHandler,
  type TaskHandlers,
} from '../../engine/index.ts';
import type {
  CompiledPipeline,
  FailureEvent,
  FinishEvent,
  MachineInput,
  StepBatchEvent,
  StepEvent,
} from '../../statemachines/asl/compiled-pipeline.ts';
import { createMachines } from '../../estimate/run/create-machines.ts';
import { answerDynamodb } from '../../estimate/table/answer-dynamodb.ts';

/** One delivery to a step's function, in virtual seconds since the start. */
interface StepCall {
  readonly event: StepEvent | StepBatchEvent;
  readonly start: number;
  readonly end: number;
}

export interface CompiledRun {
  readonly status: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly calls: readonly StepCall[];
  readonly failures: readonly FailureEvent[];
  readonly finished: readonly FinishEvent[];
  readonly seconds: number;
  /** Events of the longest history of any execution. */
  readonly longestHistory: number;
  /** Bytes of the largest input of any state: what the machine hands on. */
  readonly largestInput: number;
  /** Bytes of all that an execution assigned to variables, of the one that assigned most. */
  readonly mostAssigned: number;
}

export interface RunOptions {
  /** Seconds that a node takes; 1 unless told. */
  readonly seconds?: (event: StepEvent | StepBatchEvent) => number;
  /** The error that a delivery ends with. */
  readonly fails?: (event: StepEvent | StepBatchEvent) => TaskError | undefined;
  /** What a batch answers. */
  readonly failedInBatch?: (event: StepBatchEvent) => number;
}

/** Runs a compiled pipeline on the engine's virtual clock, every function in process. */
export async function runCompiled(compiled: CompiledPipeline, options: RunOptions = {}): Promise<CompiledRun> {
  const clock = createVirtualClock();
  const calls: StepCall[] = [];
  const failures: FailureEvent[] = [];
  const finished: FinishEvent[] = [];
  const step = async (call: TaskCall): Promise<Json> => {
    const event = payloadOf(call) as StepEvent | StepBatchEvent;
    const start = clock.now() / 1000;
    await call.sleep(options.seconds?.(event) ?? 1);
    calls.push({ event, start, end: clock.now() / 1000 });
    const error = options.fails?.(event);
    if (error !== undefined) throw error;
    return 'trials' in event ? { failed: options.failedInBatch?.(event) ?? 0, fates: 1 } : {};
  };
  const lengths = new Map<string, number>();
  let largestInput = 0;
  const assigned = new Map<string, number>();
  const sizes = Object.fromEntries(compiled.plan.axes.map((axis) => [axis.id, axis.points.length]));
  const engine: StepFunctionsEngine = new StepFunctionsEngine({
    clock,
    seed: 'test',
    onHistoryEvent({ type, details }, arn) {
      lengths.set(arn, (lengths.get(arn) ?? 0) + 1);
      // Each is JSON text.
      const variables = Object.values((details?.['assignedVariables'] ?? {}) as Readonly<Record<string, string>>);
      const bytes = variables.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
      assigned.set(arn, (assigned.get(arn) ?? 0) + bytes);
      const input = details?.['input'];
      if (type.endsWith('StateEntered') && typeof input === 'string')
        largestInput = Math.max(largestInput, Buffer.byteLength(input));
    },
    tasks: {
      ...answerDynamodb(() => undefined),
      ...stepTasks(compiled, step),
      // Whoever is asked says yes, after as long as a step takes.
      'arn:aws:states:::lambda:invoke.waitForTaskToken': async (call) => {
        await step(call);
        await engine.sendTaskSuccess({ taskToken: call.taskToken ?? '', output: '{}' });
        return {};
      },
      Platform_record_failure: (call) => {
        failures.push(payloadOf(call) as FailureEvent);
        return { recorded: 1, fate: 'failed', fates: 2 };
      },
      Platform_finish_run: (call) => {
        const event = payloadOf(call) as FinishEvent;
        const end = clock.now() / 1000;
        // A nested pipeline does nothing of its own: it has run when its nodes have.
        if (event.node !== undefined) calls.push({ event: payloadOf(call) as StepEvent, start: end, end });
        else if (event.finally !== true) finished.push(event);
        return { status: 'succeeded', reason: '' };
      },
      Platform_decide: () => ({ fate: 'running' }),
      'arn:aws:states:::aws-sdk:s3:getObject': (call) => ({ Body: itemsOf(call, sizes) }),
    },
  });
  try {
    const stateMachineArn = await createMachines(engine, compiled);
    const input: MachineInput = {
      project: 'default',
      runId: 'run',
      generation: 0,
      axes: sizes,
      items: { bucket: 'bucket', prefix: 'axes/' },
    };
    const { executionArn } = await engine.startExecution({
      stateMachineArn,
      name: 'run',
      input: JSON.stringify(input),
    });
    const { status, error, cause, startDate, stopDate } = await engine.waitForExecution(executionArn ?? '');
    const seconds = ((stopDate?.getTime() ?? 0) - (startDate?.getTime() ?? 0)) / 1000;
    const longestHistory = Math.max(...lengths.values());
    return {
      status,
      error,
      cause,
      calls,
      failures,
      finished,
      seconds,
      longestHistory,
      largestInput,
      mostAssigned: Math.max(0, ...assigned.values()),
    };
  } finally {
    await engine.close();
  }
}

/** Whatever works on a node, by its function's placeholder. */
export function stepTasks({ machines }: CompiledPipeline, step: TaskHandler): TaskHandlers {
  const functions = machines.flatMap((machine) => machine.functions);
  return Object.fromEntries(
    functions.flatMap(({ kind, placeholder }) =>
      kind === 'handler' || kind === 'runner' ? [[placeholder, step]] : [],
    ),
  );
}

function payloadOf(call: TaskCall): unknown {
  return (call.arguments as { readonly Payload: unknown }).Payload;
}

/** The items that a Distributed Map reads: the indices of its axis. */
function itemsOf(call: TaskCall, sizes: Readonly<Record<string, number>>): string {
  const { Key } = call.arguments as { readonly Key: string };
  // A sweep of a list has a file for each trial of the sweeps around it; here each list has one value.
  const axis = Key.replace(/^axes\/(.*)\.json$/u, '$1');
  const size = sizes[axis] ?? sizes[axis.replace(/(?:\.\d+)+$/u, '')] ?? 0;
  return JSON.stringify(Array.from({ length: size }, (_, index) => index));
}
