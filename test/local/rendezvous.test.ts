import fc from 'fast-check';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { layered } from '../statemachines/random-dags.ts';
import type { RandomShape } from '../statemachines/random-graph.ts';
import { temporaryFolder } from './temporary-folder.ts';

const full = process.env['SLIPWAY_TEST_FULL'] !== undefined;
const launcher = join(import.meta.dirname, '../../bin/slipway.js');
const run = promisify(execFile);

/** Two that share one of their predecessors, then whatever comes. */
const shapes: readonly RandomShape[] = [
  {
    size: 4,
    edges: [
      [0, 2],
      [1, 2],
      [1, 3],
    ],
    axes: [],
    gathers: [],
  },
  ...fc.sample(layered(9), { seed: 21, numRuns: full ? 49 : 1 }),
];

let folder = '';
beforeAll(async () => {
  folder = await temporaryFolder();
  await mkdir(join(folder, 'home'));
  await writeFile(
    join(folder, 'steps.ts'),
    'export async function work({ parameters }) { await new Promise((resolve) => setTimeout(resolve, parameters.ms)); }\n',
  );
});

function definition({ size, edges }: RandomShape): string {
  const node = (_: unknown, index: number) =>
    `    - { name: n${index}, type: execution, step: work, override: { parameters: [{ name: ms, type: integer, default: ${(index * 97) % 400} }] } }`;
  return [
    '- step: { name: work, handler: steps.ts#work, parameters: [{ name: ms, type: integer, default: 0 }] }',
    '- pipeline:',
    '    name: random',
    '    nodes:',
    ...Array.from({ length: size }, node),
    `    edges:${edges.length === 0 ? ' []' : ''}`,
    ...edges.map(([from, to]) => `    - [n${from}.dependency.*, n${to}.dependency.*]`),
    '',
  ].join('\n');
}

async function slipway(...words: readonly string[]): Promise<string> {
  const env = { ...process.env, NO_COLOR: '1', XDG_CONFIG_HOME: join(folder, 'home') };
  return (await run(process.execPath, [launcher, ...words], { cwd: folder, env })).stdout;
}

interface ShownRun {
  readonly status: string;
  readonly nodes: readonly { readonly node: string; readonly startedAt: string; readonly finishedAt: string }[];
}

describe('a graph that does not nest, on the local cloud', { timeout: 240_000 }, () => {
  it.each(shapes.map((shape, index) => [index, shape] as const))(
    'starts nothing before all that it waits for: %i',
    async (index, shape) => {
      const file = `graph-${index}.yaml`;
      await writeFile(join(folder, file), definition(shape));
      await slipway('run', file, '--wait', '--json');
      const shown = JSON.parse(await slipway('runs', 'show', 'latest', '--json')) as ShownRun;
      expect(shown.status).toBe('succeeded');
      const times = new Map(shown.nodes.map((node) => [node.node, node]));
      expect(times.size).toBe(shape.size);
      const early = shape.edges.filter(
        ([from, to]) => (times.get(`n${from}`)?.finishedAt ?? '~') > (times.get(`n${to}`)?.startedAt ?? ''),
      );
      expect(early).toEqual([]);
    },
  );
});
