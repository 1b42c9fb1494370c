import type { FinishAnswer as FinishedRun } from '../../platform/runs/finish-run.ts';
import type { FinishAnswer } from '../../statemachines/asl/compiled-pipeline.ts';

/** What a machine's last state is told: a run that was removed cannot have succeeded. */
export function answerOf(answer: FinishedRun): FinishAnswer {
  if (answer.kind === 'unknown-run') return { status: 'failed', reason: 'the run is not known' };
  return { status: answer.run.status, reason: answer.run.reason ?? '' };
}
