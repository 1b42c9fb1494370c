import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const launcher = join(import.meta.dirname, '../../bin/slipway.js');
const folder = mkdtempSync(join(tmpdir(), 'slipway-shared-'));
writeFileSync(
  join(folder, 'steps.ts'),
  `import { existsSync } from 'node:fs';
const until = async (context, name) => {
  while (!existsSync(${JSON.stringify(folder)} + '/' + name)) {
    context.signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
export const first = (context) => until(context, 'first.go');
export const second = (context) => until(context, 'second.go');
export const never = (context) => until(context, 'never.go');
`,
);
for (const name of ['first', 'second', 'never']) {
  writeFileSync(
    join(folder, `${name}.yaml`),
    `- step: { name: ${name}, handler: steps.ts#${name} }
- pipeline: { name: ${name}, nodes: [{ name: ${name}, type: execution, step: ${name} }], edges: [] }
`,
  );
}
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command as a user starts it, with what it has said so far. */
function slipway(...words: readonly string[]) {
  const child = spawn(process.execPath, [launcher, ...words], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', XDG_CONFIG_HOME: folder },
  });
  const said = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].on('data', (chunk: Buffer) => {
      said[stream] += chunk.toString();
      for (const listen of listeners) listen();
    });
  }
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal, ...said })),
  );
  return {
    pid: child.pid ?? 0,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    ended,
    /** Settles once stderr says so, or at the command's end. */
    says: (pattern: RegExp) =>
      Promise.race([
        ended.then(() => undefined),
        new Promise<void>((resolve) => {
          const listen = (): void => {
            if (pattern.test(said.stderr)) resolve();
          };
          listeners.add(listen);
          listen();
        }),
      ]),
  };
}

const resultOf = ({ stdout }: Ended) =>
  JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? 'null') as Record<string, unknown>;

describe('a local cloud that several commands use', { timeout: 120_000 }, () => {
  it('ends after the run that another command began without waiting for it', async () => {
    const data = ['--data', '.slipway-begun'];
    const owner = slipway('run', 'first.yaml', ...data);
    await owner.says(/first\s+running/u);
    const begun = await slipway('run', 'second.yaml', ...data).ended;
    const runId = begun.stdout.trim();
    expect(runId).toMatch(/^\w{26}$/u);
    writeFileSync(join(folder, 'first.go'), '');
    await owner.says(/ends after/u);
    writeFileSync(join(folder, 'second.go'), '');
    const { code, stderr } = await owner.ended;
    expect(code).toBe(0);
    expect(stderr.trimEnd().split('\n').slice(-2)).toEqual([
      `this local cloud ends after ${runId}, begun by another command`,
      `run ${runId}: succeeded`,
    ]);
  });

  it.each([
    ['SIGTERM', 130, null],
    ['SIGHUP', 130, null],
    ['SIGKILL', null, 'SIGKILL'],
  ] as const)('is missed by who is attached when its owner ends by %s', async (signal, ownCode, ownSignal) => {
    const data = ['--data', `.slipway-${signal}`];
    const owner = slipway('run', 'never.yaml', '--json', ...data);
    await owner.says(/run \w{26} of never/u);
    const attached = slipway('run', 'never.yaml', '--wait', '--json', ...data);
    await attached.says(/run \w{26} of never/u);
    owner.kill(signal);
    const [own, other] = await Promise.all([owner.ended, attached.ended]);
    expect([own.code, own.signal]).toEqual([ownCode, ownSignal]);
    expect(other.code).toBe(1);
    expect(JSON.parse(other.stderr.trimEnd().split('\n').at(-1) ?? '')).toEqual({
      type: 'error',
      exitCode: 1,
      message: `the local cloud of process ${owner.pid} ended`,
      hint: 'what it did is kept; the next slipway run, or slipway dev, goes on with it',
    });
    expect(resultOf(other)).toMatchObject({ type: 'result', runId: expect.stringMatching(/^\w{26}$/u) as string });
    if (ownCode !== null) {
      expect(resultOf(own)).toMatchObject({ type: 'result', runId: expect.stringMatching(/^\w{26}$/u) as string });
    }
  });
});
