import { createHash } from 'node:crypto';
import { functionNameOf } from './names.ts';
import type { Stage } from './stage.ts';

/** Readable, legal in every name of AWS, and one pipeline's alone: the end of its hash tells apart what reads the same. */
export function pipelineSlug(project: string, pipeline: string): string {
  const hash = createHash('sha256').update(`${project}\n${pipeline}`).digest('hex').slice(0, 6);
  return `${legal(pipeline).slice(0, 32)}-${hash}`;
}

/** The service takes at most 80 characters. */
const LONGEST_MACHINE_NAME = 80;

/** The machine of a deployed pipeline keeps its name from one definition to the next, so that its versions follow each other. */
export function machineNameOf(stage: Stage, slug: string, machine: string): string {
  const main = functionNameOf(stage, `p-${slug}`);
  if (machine === 'main') return main;
  const room = LONGEST_MACHINE_NAME - main.length - 1;
  const readable = legal(machine);
  if (readable === machine && readable.length <= room) return `${main}-${readable}`;
  const hash = createHash('sha256').update(machine).digest('hex').slice(0, 6);
  return `${main}-${readable.slice(0, room - hash.length - 1).replace(/-$/, '')}-${hash}`;
}

/** A function for each handler, of one name whatever its code is. */
export function deployedStepName(stage: Stage, slug: string, handler: string): string {
  const hash = createHash('sha256').update(handler).digest('hex').slice(0, 6);
  const [path = '', exportName = ''] = handler.split('#');
  const readable = legal(exportName === 'default' ? (path.split('/').at(-1) ?? '').replace(/\.\w+$/, '') : exportName);
  return functionNameOf(stage, `step-${slug.slice(-6)}-${readable.slice(0, 20)}-${hash}`);
}

function legal(text: string): string {
  return (
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'x'
  );
}
