import type { RunResource } from '../../api/schemas/run.ts';
import { hasEnded } from '../../client/wait-for-run.ts';
import type { CommandContext } from '../command-context.ts';
import type { ApiConnection } from '../connection/api-connection.ts';

/** A run that only this command's own cloud could carry on does not do so once the command has ended, whatever its status says. */
export function tellInterrupted(
  context: CommandContext,
  { kind, resumedRuns }: ApiConnection,
  runs: readonly Pick<RunResource, 'runId' | 'status'>[],
  location: string,
): void {
  if (kind !== 'embedded') return;
  for (const run of runs) {
    if (hasEnded(run) || !resumedRuns.includes(run.runId)) continue;
    context.tell(`run ${run.runId} was interrupted; slipway run or slipway dev${location} goes on with it`);
  }
}
