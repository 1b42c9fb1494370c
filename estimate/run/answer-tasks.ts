import type { Clock, Json, TaskCall, TaskHandler, TaskHandlers } from '../../engine/index.ts';
import type { ApprovalEvent, StepBatchEvent, StepEvent } from '../../statemachines/asl/compiled-pipeline.ts';
import { fateDigits } from '../../statemachines/asl/compiled-pipeline.ts';
import type { PlannedAxis } from '../../statemachines/plan/execution-plan.ts';
import type { SecondsOf } from '../durations.ts';
import { answerDynamodb } from '../table/answer-dynamodb.ts';
import type { TallyKeeper } from './run-tally.ts';
import type { WorkLog } from './work-log.ts';

export interface AnswerSources {
  readonly clock: Clock;
  readonly axes: readonly PlannedAxis[];
  readonly seconds: SecondsOf;
  readonly log: WorkLog;
  readonly tally: TallyKeeper;
  /** Gives back a task's token, which the engine takes as Step Functions does. */
  readonly succeed: (taskToken: string) => Promise<unknown>;
}

/** What the machine calls, answered at once, but for the steps: they take the seconds given, and succeed. */
export function answerTasks(sources: AnswerSources): TaskHandlers {
  const step = answerStep(sources);
  return {
    'arn:aws:states:::lambda:invoke': (call) => {
      const event = payloadOf(call);
      const name = functionOf(call);
      if (!name.startsWith('Platform_') && isStepEvent(event)) return step(call, event);
      sources.tally.platformCall(name);
      return platformAnswers[name] ?? null;
    },
    // Whoever is asked to approve does so after the seconds given.
    'arn:aws:states:::lambda:invoke.waitForTaskToken': async (call) => {
      const { node, trial } = payloadOf(call) as ApprovalEvent;
      sources.tally.platformCall(functionOf(call));
      const startSeconds = sources.clock.now() / 1000;
      await call.sleep(sources.seconds(node, trial));
      sources.log.add({ node, trial, startSeconds, endSeconds: sources.clock.now() / 1000 });
      await sources.succeed(call.taskToken ?? '');
      return {};
    },
    'arn:aws:states:::aws-sdk:s3:getObject': answerItems(sources),
    ...answerDynamodb((requests) => sources.tally.request(requests)),
  };
}

type AnyStepEvent = StepEvent | StepBatchEvent;

function answerStep({
  clock,
  seconds,
  log,
  tally,
}: AnswerSources): (call: TaskCall, event: AnyStepEvent) => Promise<Json> {
  return async (call, event) => {
    const { node } = event;
    const begun = clock.now();
    // A batch's trials come one after the other, as the step runtime works on them.
    for (const trial of 'trials' in event ? event.trials : [event.trial]) {
      const startSeconds = clock.now() / 1000;
      await call.sleep(seconds(node, trial));
      log.add({ node, trial, startSeconds, endSeconds: clock.now() / 1000 });
    }
    tally.step(node, (clock.now() - begun) / 1000);
    return 'trials' in event ? { failed: 0, fates: fateDigits.succeeded } : {};
  };
}

/** What the platform's functions say where all goes well: every node that is asked about runs. */
const platformAnswers: Readonly<Record<string, Json>> = {
  Platform_decide: { fate: 'running' },
  Platform_finish_run: { status: 'succeeded', reason: '' },
};

/** Indices of an axis, which a Distributed Map reads from `<prefix><axis>.json`. */
export const ITEMS_PREFIX = 'axes/';

function answerItems({ axes, tally }: AnswerSources): TaskHandler {
  const sizes = new Map(axes.map(({ id, points }) => [`${ITEMS_PREFIX}${id}`, points.length]));
  return (call) => {
    tally.request({ s3Reads: 1 });
    const { Key } = call.arguments as { readonly Key: string };
    const file = Key.replace(/\.json$/u, '');
    // Trials that a run finds have a file for each trial of the sweeps around them.
    const size = sizes.get(file) ?? sizes.get(file.replace(/(?:\.\d+)+$/u, '')) ?? 0;
    return { Body: JSON.stringify(Array.from({ length: size }, (_, index) => index)) };
  };
}

function payloadOf(call: TaskCall): unknown {
  return (call.arguments as { readonly Payload: unknown }).Payload;
}

function functionOf(call: TaskCall): string {
  return (call.arguments as { readonly FunctionName: string }).FunctionName;
}

/** What works on a node at an attempt. */
function isStepEvent(event: unknown): event is AnyStepEvent {
  return typeof event === 'object' && event !== null && 'node' in event && 'attempt' in event;
}
