import { createVirtualClock, StepFunctionsEngine } from '../../engine/index.ts';
import type { CompiledPipeline, MachineInput } from '../../statemachines/asl/compiled-pipeline.ts';
import { invariant } from '../../statemachines/diagnostics/invariant.ts';
import type { Durations } from '../durations.ts';
import { secondsOf } from '../durations.ts';
import { createMachines } from './create-machines.ts';
import { answerTasks, ITEMS_PREFIX } from './answer-tasks.ts';
import type { EstimatedRun } from './estimated-run.ts';
import { createTally } from './run-tally.ts';
import { createWorkLog } from './work-log.ts';

/**
 * What the machine would exceed is the compiler's to refuse and the estimate's to show; here it runs to its end. An
 * expression's time is not watched: it would be real time, which may not decide anything in a run that repeats.
 */
const UNLIMITED = { historyEvents: Infinity, definitionBytes: Infinity, expressionMilliseconds: Infinity };

/**
 * Runs a compiled pipeline, as it is, on the virtual clock: every execution takes its given seconds and succeeds, and
 * orchestration costs no time. The same pipeline and durations give the same run.
 */
export async function estimateRun(compiled: CompiledPipeline, durations: Durations = {}): Promise<EstimatedRun> {
  const { plan } = compiled;
  const clock = createVirtualClock();
  const log = createWorkLog(plan);
  const tally = createTally();
  const engine: StepFunctionsEngine = new StepFunctionsEngine({
    clock,
    seed: 'estimate',
    limits: UNLIMITED,
    tasks: answerTasks({
      clock,
      axes: plan.axes,
      seconds: secondsOf(durations, plan.nodes),
      log,
      tally,
      succeed: (taskToken) => engine.sendTaskSuccess({ taskToken, output: '{}' }),
    }),
    // A sweep may have a hundred thousand children, of which nothing but their counts is asked.
    forgetChildren: true,
    onHistoryEvent: (event, executionArn) => tally.event(event, executionArn),
  });
  try {
    const stateMachineArn = await createMachines(engine, compiled);
    const { executionArn } = await engine.startExecution({
      stateMachineArn,
      name: 'run',
      input: JSON.stringify(machineInput(compiled)),
    });
    const { status, error, cause } = await engine.waitForExecution(executionArn ?? '');
    // Time stands still until all that follows from the end has happened; the dates in the answer are whole milliseconds.
    const makespanSeconds = clock.now() / 1000;
    invariant(status !== undefined && status !== 'RUNNING' && status !== 'PENDING_REDRIVE', 'the execution has ended');
    return {
      status,
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
      makespanSeconds,
      executions: log.inOrder(),
      tally: tally.tally(),
    };
  } finally {
    await engine.close();
  }
}

function machineInput({ plan }: CompiledPipeline): MachineInput {
  return {
    project: 'default',
    runId: 'estimate',
    generation: 0,
    axes: Object.fromEntries(plan.axes.map((axis) => [axis.id, axis.points.length])),
    items: { bucket: 'estimate', prefix: ITEMS_PREFIX },
  };
}
