import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ganttBar } from '../../cli/estimate/gantt-bar.ts';
import { runWords } from './fake-terminal.ts';

const execution = (startSeconds: number, endSeconds: number) => ({
  node: 'train',
  trial: [],
  startSeconds,
  endSeconds,
});

describe('ganttBar', () => {
  it('stands where the execution is', () => {
    expect(ganttBar([execution(2, 6)], 10, 10)).toBe('  ████');
    expect(ganttBar([execution(0, 10)], 10, 10)).toBe('██████████');
  });

  it('is lighter where a column is partly filled, or fewer run than ever do', () => {
    expect(ganttBar([execution(0.5, 2.25)], 4, 4)).toBe('▒█░');
    expect(ganttBar([execution(0, 1), execution(0, 2), execution(0, 3), execution(0, 4)], 4, 4)).toBe('█▓▒░');
  });

  it('shows what takes no time', () => {
    expect(ganttBar([execution(2, 2)], 4, 4)).toBe('  ░');
    expect(ganttBar([execution(4, 4)], 4, 4)).toBe('   ░');
    expect(ganttBar([], 4, 4)).toBe('');
  });

  it('has equal shades for equal shares, whatever the sums of their parts', () => {
    expect(ganttBar([execution(0, 0.3), execution(0.1, 0.3), execution(0.2, 0.3)], 0.3, 30)).toBe('▒'.repeat(10) + '▓'.repeat(10) + '█'.repeat(10)); // prettier-ignore
  });
});

const sweep = `- step: { name: fit, handler: steps.ts#fit, parameters: [{ name: epochs, type: integer, default: 2 }] }
- pipeline:
    name: main
    parameters: [{ name: epochs, targets: [fit.parameters.epochs], default: 1 }]
    sweep: { parameters: { epochs: [1, 2, 3] } }
    nodes:
      - { name: prepare, type: execution, step: fit }
      - { name: fit, type: execution, step: fit }
      - { name: choose, type: execution, step: fit, gather: true }
    edges:
      - [prepare.output.*, fit.dependency.after]
      - [fit.output.*, choose.dependency.after]
`;

describe('slipway estimate', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-estimate-'));
    await writeFile(join(folder, 'valohai.yaml'), sweep);
    await writeFile(join(folder, 'steps.ts'), 'export async function fit() {}\n');
    await writeFile(join(folder, 'seconds.json'), '{"prepare": 30, "fit": [60, 90, 120], "choose": 10}');
    await writeFile(join(folder, 'wrong.json'), '{"prepare": "long", "fitt": 1}');
    await writeFile(join(folder, 'broken.json'), '{"prepare": ');
  });
  afterAll(() => rm(folder, { recursive: true }));
  const estimate = (...words: readonly string[]) => runWords(['estimate', 'valohai.yaml', ...words], { folder });

  it('says how long and how much, and draws who works when', async () => {
    const { exitCode, stdout, stderr } = await estimate('--durations', 'seconds.json');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.split('\n').map((line) => line.trimEnd())).toEqual([
      'time     2 min 40 s, its critical path',
      'path     prepare → fit[2] → choose',
      'machine  7.5 kB, 8 transitions, 44 history events, 0 rendezvous',
      'cost     $0.0054: Lambda $0.0052, Step Functions $0.00020, S3 $0.000027,',
      '         DynamoDB $0.000013',
      'prices   us-east-1, 2026-11-28, without free tiers; storage and transfer are not',
      '         in it',
      '',
      'node             runs        work       cost  0     1 min 20 s       2 min 40 s',
      'prepare             1        30 s   $0.00053  ██████░',
      'fit                 3  4 min 30 s    $0.0046        █████████████▓▓▓▓▓▓▒▒▒▒▒▒',
      'choose              1        10 s   $0.00020                                ░██',
      '(orchestration)                    $0.000076',
      '',
    ]);
  });

  it('gives everything as JSON', async () => {
    const { stdout } = await estimate('--durations', 'seconds.json', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      makespanSeconds: 160,
      criticalPathSeconds: 160,
      transitions: 8,
      rendezvous: 0,
      barriers: 0,
      executions: [
        { node: 'prepare', trial: [], startSeconds: 0, endSeconds: 30 },
        { node: 'fit', trial: [0], startSeconds: 30, endSeconds: 90 },
        { node: 'fit', trial: [1], startSeconds: 30, endSeconds: 120 },
        { node: 'fit', trial: [2], startSeconds: 30, endSeconds: 150 },
        { node: 'choose', trial: [], startSeconds: 150, endSeconds: 160 },
      ],
    });
  });

  it('tells a time limit that the durations exceed', async () => {
    await writeFile(join(folder, 'long.json'), '{"prepare": 901}');
    const { exitCode, stderr } = await estimate('--durations', 'long.json');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: 'warning: an attempt of "prepare" ends after 900 s ("timeout" of its step), but takes 901 s here\n',
    });
  });

  it('says all that is wrong with the durations', async () => {
    const wrong = await estimate('--durations', 'wrong.json');
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stderr).toContain('wrong.json: the duration of "prepare" is "long"; seconds are a number from 0 up');
    expect(wrong.stderr).toContain('wrong.json: there is no node "fitt"; did you mean "fit"?');
    const broken = await estimate('--durations', 'broken.json');
    expect(broken).toMatchObject({ exitCode: 2, stdout: '' });
    expect(broken.stderr).toContain('"broken.json" is not JSON');
    const missing = await estimate('--durations', 'none.json');
    expect(missing.exitCode).toBe(2);
    expect(missing.stderr).toContain('there is no file "none.json"');
  });
});
