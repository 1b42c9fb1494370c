import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { checkDurations } from '../../estimate/check-durations.ts';
import type { Durations } from '../../estimate/durations.ts';
import type { ExecutionPlan } from '../../statemachines/plan/execution-plan.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';

/** Seconds by node, as a file gives them. */
export async function readDurations(context: CommandContext, file: string, plan: ExecutionPlan): Promise<Durations> {
  const text = await readFile(resolve(context.terminal.folder, file), 'utf8').catch((error: unknown) => {
    const reason =
      error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'there is no file' : 'cannot read';
    throw new CommandError(`${reason} "${file}"`, {
      cause: error,
      hint: '--durations takes a JSON file of seconds by node, such as {"train": 60}',
    });
  });
  const checked = checkDurations(parse(text, file), plan);
  if (checked.kind === 'sound') return checked.durations;
  const [first, ...others] = checked.faults;
  throw new CommandError(`${file}: ${[first, ...others].join(`\n${file}: `)}`);
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(`"${file}" is not JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
      hint: 'write seconds by node: {"train": 60}',
    });
  }
}
