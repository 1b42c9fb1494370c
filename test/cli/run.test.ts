import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
/** A whole local cloud starts for each command, on machines that may be busy. */
const TIMEOUT = 120_000;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-run-'));
  await cp(join(root, 'examples/ten-lines'), folder, { recursive: true });
  await writeFile(
    join(folder, 'broken.ts'),
    `import { existsSync } from 'node:fs';
export async function fail() { console.log('reading'); throw new Error('no such colour: "mauve"'); }
export async function hang(context) { console.log('hanging'); await new Promise((resolve) => context.signal.addEventListener('abort', resolve)); throw new Error('stopped'); }
export async function wait() { while (!existsSync(${JSON.stringify(join(folder, 'go'))})) await new Promise((resolve) => setTimeout(resolve, 50)); }
`,
  );
  for (const name of ['fail', 'hang', 'wait']) {
    await writeFile(
      join(folder, `${name}.yaml`),
      `- step: { name: ${name}, handler: broken.ts#${name} }
- pipeline: { name: ${name}, nodes: [{ name: ${name}, type: execution, step: ${name} }], edges: [] }
`,
    );
  }
  await writeFile(
    join(folder, 'absent.yaml'),
    `- step: { name: split, handler: steps.ts#splt, inputs: [{ name: text, default: gone.txt }] }
- pipeline: { name: absent, nodes: [{ name: split, type: execution, step: split }], edges: [] }
`,
  );
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as a user starts it, by the launcher; `watch` sees its messages as they come. */
function slipway(
  words: readonly string[],
  watch?: (stderr: string, kill: (signal: NodeJS.Signals) => void) => void,
): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, 'bin/slipway.js'), ...words], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', XDG_CONFIG_HOME: folder },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    watch?.(stderr, (signal) => child.kill(signal));
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

function lines(text: string): readonly Record<string, unknown>[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('slipway run', { timeout: TIMEOUT }, () => {
  it('runs a pipeline on a cloud of its own, which later commands can look into', async () => {
    const run = await slipway(['run', 'valohai.yaml', '--wait', '--json']);
    const events = lines(run.stdout);
    expect(run.code).toBe(0);
    expect(events.slice(0, -1).every(({ type }) => type === 'progress')).toBe(true);
    expect(events.at(-1)).toMatchObject({
      type: 'result',
      status: 'succeeded',
      nodes: { split: { status: 'succeeded' }, count: { status: 'succeeded' } },
    });

    const download = await slipway(['artifacts', 'download', 'latest', '--node', 'count', '-o', 'files', '--json']);
    expect(download.code).toBe(0);
    expect(JSON.parse(download.stdout)).toMatchObject({
      files: [{ path: 'counts.csv', file: join(folder, 'files/count/counts.csv') }],
    });
  });

  it('brings the files of the last nodes, a folder an execution, and the result', async () => {
    const run = await slipway(['run', 'valohai.yaml', '--data', '.slipway-out', '--outputs', 'out', '--json']);
    expect(run.code).toBe(0);
    expect((await readdir(join(folder, 'out'), { recursive: true })).sort()).toEqual([
      'count',
      'count/counts.csv',
      'run.json',
    ]);
    expect(await readFile(join(folder, 'out/count/counts.csv'), 'utf8')).toMatch(/^.+,\d+$/mu);
    const result = lines(run.stdout).at(-1);
    expect(JSON.parse(await readFile(join(folder, 'out/run.json'), 'utf8'))).toEqual(result);

    const runId = String(result?.['runId']);
    expect(await slipway(['runs', 'stop', 'latest', '--data', '.slipway-out'])).toMatchObject({
      code: 0,
      stdout: `run ${runId} had already ended: succeeded\n`,
    });
  });

  it('tells a warning once, also when the API refuses the run', async () => {
    await writeFile(
      join(folder, 'unfilled.yaml'),
      `- step: { name: count, handler: steps.ts#count, inputs: [{ name: words }] }
- pipeline: { name: unfilled, nodes: [{ name: count, type: execution, step: count }], edges: [] }
`,
    );
    const run = await slipway(['run', 'unfilled.yaml', '--data', '.slipway-out']);
    expect(run.code).toBe(2);
    expect(run.stderr.match(/SL\d{4}:/gu)).toEqual(['SL2041:', 'SL5007:']);
  });

  it('tells why a step failed, with the end of its log', async () => {
    const run = await slipway(['run', 'fail.yaml', '--data', '.slipway-fail']);
    expect(run.code).toBe(5);
    expect(run.stdout).toMatch(/^run \w{26} of fail: failed in /u);
    expect(run.stdout).toContain('no such colour: "mauve"');
    expect(run.stdout).toContain('| reading');
    expect(run.stdout).toMatch(/slipway runs logs \w{26} fail --data \.slipway-fail\n/u);
    expect(run.stderr).not.toMatch(/unexpected/u);
  });

  it('stops its run at the first Ctrl-C', async () => {
    let interrupted = false;
    const run = await slipway(['run', 'hang.yaml', '--data', '.slipway-hang'], (stderr, kill) => {
      if (interrupted || !/hang\s+running/u.test(stderr)) return;
      interrupted = true;
      kill('SIGINT');
    });
    expect(run.stderr).toMatch(/stopping run \w{26}; Ctrl-C once more ends at once/u);
    expect(run.stdout).toMatch(/^run \w{26} of hang: stopped in /u);
    expect(run.code).toBe(6);
  });

  it('goes on with a run that was interrupted, and stays until that has ended, too', async () => {
    const data = ['--data', '.slipway-resumed'];
    let killed = false;
    const left = await slipway(['run', 'wait.yaml', ...data], (stderr, kill) => {
      if (killed || !/wait\s+running/u.test(stderr)) return;
      killed = true;
      kill('SIGKILL');
    });
    const runId = /run (\w{26}) of wait/u.exec(left.stderr)?.[1] ?? '';

    const list = await slipway(['runs', 'list', ...data]);
    expect(list.stdout).toMatch(new RegExp(`${runId}  wait\\s+running`, 'u'));
    expect(list.stderr).toContain(
      `run ${runId} was interrupted; slipway run or slipway dev --data .slipway-resumed goes on with it\n`,
    );

    const run = await slipway(['run', 'fail.yaml', ...data], (stderr) => {
      if (/fail\s+failed/u.test(stderr)) writeFileSync(join(folder, 'go'), '');
    });
    expect(run.code).toBe(5);
    expect(run.stderr).toContain(`run ${runId}, which was interrupted, goes on\n`);
    expect(run.stderr.endsWith(`run ${runId}: succeeded\n`)).toBe(true);
  });

  it('waits where a time limit is given, also for the cloud of another process', async () => {
    const data = ['--data', '.slipway-dev'];
    let end = (): void => undefined;
    let ended: Promise<Ended> | undefined;
    await new Promise<void>((resolve) => {
      ended = slipway(['dev', ...data], (stderr, kill) => {
        end = () => kill('SIGTERM');
        if (stderr.includes('Ctrl-C ends it')) resolve();
      });
      void ended.then(() => resolve());
    });
    try {
      const started = await slipway(['run', 'valohai.yaml', ...data]);
      const runId = started.stdout.trim();
      expect(started.stderr).toContain(`look at it with: slipway runs show ${runId} --data .slipway-dev\n`);

      const waited = await slipway(['run', 'valohai.yaml', '--timeout', '100', ...data]);
      expect(waited.stdout).toMatch(/^run \w{26} of count-words: succeeded in /u);
      expect(waited.code).toBe(0);
    } finally {
      end();
      await ended;
    }
  });

  it('reports every fault of files and values before it starts anything', async () => {
    const run = await slipway(['run', 'absent.yaml', '-p', 'sped=2', '-i', 'txt=a.txt', '--data', '.slipway-none']);
    expect(run.code).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain('error: "absent.yaml" with the values given cannot be used: 5 errors');
    for (const code of ['SL5001', 'SL5005', 'SL6002', 'SL6003']) expect(run.stderr).toContain(code);
    expect(run.stderr).toContain(
      'absent.yaml:1:80: error SL6002: the input "split.text" needs the file "gone.txt", which is not there',
    );
    expect(run.stderr).not.toMatch(/\n\s+at /u);
  });

  it('takes values that do not fit for a fault of the values, not of the file', async () => {
    const run = await slipway(['run', 'valohai.yaml', '-p', 'sped=2', '--data', '.slipway-none']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('error: the values given for "valohai.yaml" cannot be used: 1 error');
  });

  it('says that an API cannot be reached', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const run = await slipway(['run', 'valohai.yaml', '--endpoint-url', `http://127.0.0.1:${port}`]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(
      `error: no answer from the API at http://127.0.0.1:${port}: nothing listens there (connection refused)`,
    );
  });
});
