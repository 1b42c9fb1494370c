import type { CommandContext } from '../command-context.ts';
import { type FollowOptions, followRun } from './follow-run.ts';
import type { RunRequest } from './prepare-run.ts';
import { prepareRun } from './prepare-run.ts';
import { submitRun } from './submit-run.ts';

export interface RunFileOptions extends RunRequest, FollowOptions {
  readonly idempotencyKey?: string;
  readonly reuse?: boolean;
}

/** The whole way of `slipway run`: check here, find the API, upload, start, follow, report. */
export async function runFile(context: CommandContext, file: string, options: RunFileOptions): Promise<void> {
  const prepared = await prepareRun(context, file, options);
  performance.mark('slipway: the file is checked and its handlers are bundled');
  const { idempotencyKey, reuse } = options;
  await followRun(context, options, (client, beginning) =>
    submitRun(client, prepared, beginning, { idempotencyKey, reuse }),
  );
}
