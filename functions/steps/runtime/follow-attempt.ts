import type { StepEvent } from '../../../statemachines/asl/compiled-pipeline.ts';
import type { AttemptRecorder } from './attempt-recorder.ts';
import type { AttemptWatch } from './attempt-watch.ts';
import type { StepRuntime } from './step-runtime.ts';

/** Writes what the step prints while it runs, so that people see it; a short step never gets here. */
export function followAttempt(
  runtime: StepRuntime,
  event: StepEvent,
  recorder: AttemptRecorder,
  watch: AttemptWatch,
  look: (metadata: Readonly<Record<string, unknown>>) => Promise<void>,
): { end(): Promise<void> } {
  let writing: Promise<void> | undefined;
  const timer = setInterval(() => {
    writing ??= write().finally(() => (writing = undefined));
  }, runtime.intervals.flush);

  async function write(): Promise<void> {
    try {
      await recorder.flush();
      if (!recorder.takeChange()) return;
      const current = await runtime.stores.executions.recordProgress(event, recorder.latest());
      if (current) await look(recorder.latest());
      else watch.stop('a later attempt of this execution has begun, or its run is over');
    } catch {
      // What could not be written now is written the next time, or by the end, which tells when it fails.
    }
  }

  return {
    async end(): Promise<void> {
      clearInterval(timer);
      await writing;
    },
  };
}
