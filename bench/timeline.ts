import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface TimelineMark {
  readonly what: string;
  /** Since the command's Node began. */
  readonly milliseconds: number;
}

/** Of the variable that names the folder of the timeline, and of every mark of Slipway's. */
export const timelineFolder = 'SLIPWAY_BENCH_TIMELINE';
export const timelinePrefix = 'slipway: ';

/** Variables with which a command writes its timeline to `folder`. */
export function timelineVariables(folder: string): Readonly<Record<string, string>> {
  const writer = pathToFileURL(join(import.meta.dirname, 'write-timeline.ts')).href;
  return { [timelineFolder]: folder, NODE_OPTIONS: `--import=${writer}` };
}

/** What happened when in the command whose timeline lies in the folder. */
export async function readTimeline(folder: string): Promise<readonly TimelineMark[]> {
  const [file] = await readdir(folder);
  return file === undefined ? [] : (JSON.parse(await readFile(join(folder, file), 'utf8')) as TimelineMark[]);
}
