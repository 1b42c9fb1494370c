import type { RunDetailResource, RunResource } from '../../api/schemas/run.ts';
import type { CommandContext } from '../command-context.ts';
import { resultOf } from '../report/report-run.ts';

/** With `--json`, exactly one result line ends the data wherever a run is known, however the command itself ends. */
export interface ResultLine {
  /** The run as it is now. */
  know(run: RunResource | RunDetailResource): void;
  readonly runId: string | undefined;
  /** Says what is known; only once. */
  tell(): void;
}

export function resultLine(context: CommandContext, json: boolean): ResultLine {
  let known: RunResource | RunDetailResource | undefined;
  let told = false;
  return {
    know(run) {
      known = run;
    },
    get runId() {
      return known?.runId;
    },
    tell() {
      if (!json || told || known === undefined) return;
      told = true;
      context.print(JSON.stringify(resultOf({ nodes: [], ...known })));
    },
  };
}
