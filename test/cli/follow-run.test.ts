import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultOf } from '../../cli/report/report-run.ts';
import { RUN_ID, someNode, someRun, someRunDetail } from '../client/resources.ts';
import { serveRoutes, type Serve } from '../client/serve-routes.ts';
import { runWords } from './fake-terminal.ts';

const main = join(import.meta.dirname, '../../cli/main.ts');
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-follow-'));
  await writeFile(
    join(folder, 'valohai.yaml'),
    `- step: { name: say, image: python:3.14, command: echo hello }
- pipeline: { name: say, nodes: [{ name: say, type: execution, step: say }], edges: [] }
`,
  );
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const running = someRunDetail([someNode({ status: 'running' })]);
const done = someRunDetail([someNode({ status: 'succeeded' })], { status: 'succeeded' });

const artifact = {
  artifactId: 'a1',
  path: 'out.txt',
  uri: 's3://bucket/key',
  size: 1,
  sha256: '0'.repeat(64),
  mediaType: 'text/plain',
  createdAt: '2026-01-01T00:00:00.000Z',
};

const registered = {
  pipeline: 'say',
  version: 'v1',
  file: 'valohai.yaml',
  origin: 'registered',
  nodes: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  diagnostics: [],
};

/** An API that starts the run and tells of it as the test says. */
const serve = (serves: { readonly startRun?: Serve; readonly getRun: Serve }) =>
  serveRoutes({
    registerPipeline: () => ({ status: 201, body: registered }),
    startRun: () => ({ status: 201, body: someRun() }),
    listExecutions: () => ({ body: { items: [] } }),
    listRunArtifacts: () => ({ body: { items: [artifact] } }),
    downloadArtifact: () => ({ status: 403, body: { type: 'about:blank', title: 'no', status: 403 } }),
    ...serves,
  });

const events = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** The command as a process, which can be sent signals. */
function start(words: readonly string[]) {
  const child = spawn(process.execPath, [main, ...words], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', XDG_CONFIG_HOME: folder },
  });
  const seen = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (seen.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (seen.stderr += chunk.toString()));
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, ...seen })),
  );
  return { child, ended };
}

describe('slipway run --json', { timeout: 60_000 }, () => {
  const run = (endpoint: string, ...words: readonly string[]) =>
    runWords(['run', 'valohai.yaml', '--json', '--endpoint-url', endpoint, ...words], { folder });

  it('ends with the run where it is not waited for', async () => {
    await using server = await serve({ getRun: () => ({ body: running }) });
    const { exitCode, stdout } = await run(server.endpoint);
    expect([exitCode, events(stdout)]).toEqual([0, [resultOf(running)]]);
  });

  it.each([
    ['a wait that times out', 3, ['--timeout', '0.05'], running],
    ['a run that failed', 5, ['--wait'], someRunDetail([], { status: 'failed' })],
    ['a run that was stopped', 6, ['--wait'], someRunDetail([], { status: 'stopped' })],
    ['files that cannot be brought', 4, ['--outputs', 'out'], done],
  ])('ends with one result after %s', async (_, code, words, body) => {
    await using server = await serve({ getRun: () => ({ body }) });
    const { exitCode, stdout } = await run(server.endpoint, ...words);
    expect(exitCode).toBe(code);
    expect(events(stdout).filter(({ type }) => type === 'result')).toEqual([resultOf(body)]);
    expect(events(stdout).at(-1)).toEqual(resultOf(body));
  });

  it('ends with what is known of the run where the API fails', async () => {
    await using server = await serve({ getRun: () => ({ status: 400, body: '' }) });
    const { exitCode, stdout } = await run(server.endpoint, '--wait');
    expect([exitCode, events(stdout)]).toEqual([2, [resultOf({ ...someRun(), nodes: [] })]]);
  });
});

describe('slipway run --outputs', () => {
  it('starts nothing where the files cannot be kept', async () => {
    await using server = await serve({ getRun: () => ({ body: done }) });
    const words = ['run', 'valohai.yaml', '--endpoint-url', server.endpoint, '--outputs', 'valohai.yaml'];
    expect(await runWords(words, { folder })).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `error: --outputs "valohai.yaml" cannot be written: "${join(folder, 'valohai.yaml')}" is a file, where a directory is needed\nhint:  name another place\n`,
    });
    expect(server.requests).toEqual([]);
  });

  it('reports a run whose files cannot be brought', async () => {
    await using server = await serve({ getRun: () => ({ body: done }) });
    const words = ['run', 'valohai.yaml', '--endpoint-url', server.endpoint, '--outputs', 'out'];
    const { exitCode, stdout } = await runWords(words, { folder });
    expect(exitCode).toBe(4);
    expect(stdout).toContain(`run ${RUN_ID} of harbours: succeeded`);
  });
});

describe('slipway run, interrupted', { timeout: 60_000 }, () => {
  it('waits for the run that is just being started, to say where it is', async () => {
    let interrupt = (): void => undefined;
    await using server = await serve({
      startRun: async () => {
        interrupt();
        await new Promise((resolve) => setTimeout(resolve, 500));
        return { status: 201, body: someRun() };
      },
      getRun: () => ({ body: running }),
    });
    const { child, ended } = start(['run', 'valohai.yaml', '--wait', '--endpoint-url', server.endpoint]);
    interrupt = () => child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain('the run is just being started; Ctrl-C once more ends at once\n');
    expect(stderr).toContain(`error: left run ${RUN_ID}, which goes on\n`);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends with the result after %s', async (signal) => {
    let interrupt = (): void => undefined;
    await using server = await serve({
      getRun: () => {
        setTimeout(() => {
          interrupt();
          interrupt = () => undefined;
        }, 300);
        return { body: running };
      },
    });
    const { child, ended } = start(['run', 'valohai.yaml', '--wait', '--json', '--endpoint-url', server.endpoint]);
    interrupt = () => child.kill(signal);
    const { code, stdout } = await ended;
    expect([code, events(stdout).at(-1)]).toEqual([130, resultOf(running)]);
  });

  it.each(['stdout', 'stderr'] as const)('leaves the run where nobody reads %s any more', async (stream) => {
    let asked = 0;
    await using server = await serve({
      // Every answer differs, so that there is something to write.
      getRun: () => ({ body: someRunDetail([someNode({ status: (asked += 1) % 2 === 0 ? 'succeeded' : 'running' })]) }),
    });
    const words = ['run', 'valohai.yaml', '--wait', '--endpoint-url', server.endpoint];
    const { child, ended } = start(stream === 'stdout' ? [...words, '--json'] : words);
    child[stream].once('data', () => child[stream].destroy());
    expect((await ended).code).toBe(130);
  });
});
