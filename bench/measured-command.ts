import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import type { ThreadSampler } from './cpu-of-threads.ts';

/** What one command and every process below it cost. */
export interface Measured {
  readonly seconds: number;
  /** User and system time of the command and of all its children that it waited for. */
  readonly cpuSeconds: number;
  /** Largest sum of resident memory of the process tree that was sampled, MiB; 0 where /proc is missing. */
  readonly peakMemoryMb: number;
  readonly stdout: string;
}

/** Runs `command` to its end; the shell's `times` gives the CPU time of the whole tree. Throws when it fails. */
export async function measureCommand(
  command: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv; threads?: ThreadSampler },
): Promise<Measured> {
  const started = performance.now();
  const child = spawn('bash', ['-c', '"$@"; code=$?; times >&2; exit $code', 'bash', ...command], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  let peakMemoryMb = 0;
  const sampler = setInterval(() => {
    if (child.pid === undefined) return;
    peakMemoryMb = Math.max(peakMemoryMb, residentMemoryMb(child.pid));
    options.threads?.sample(child.pid);
  }, 250);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(sampler);
  if (code !== 0) throw new Error(`"${command.join(' ')}" ended with ${String(code)}:\n${stdout}${stderr}`);
  return {
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: childrenCpuSeconds(stderr),
    peakMemoryMb,
    stdout,
  };
}

/** The second line of `times`: user and system time of the shell's children, as `0m1.234s 0m0.567s`. */
function childrenCpuSeconds(stderr: string): number {
  const line = stderr.trim().split('\n').at(-1) ?? '';
  return [...line.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
}

function residentMemoryMb(root: number): number {
  const parents = new Map<number, number>();
  const resident = new Map<number, number>();
  try {
    for (const entry of readdirSync('/proc')) {
      if (!/^\d+$/.test(entry)) continue;
      const status = readStatus(entry);
      parents.set(Number(entry), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0));
      resident.set(Number(entry), Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
    }
  } catch {
    return 0;
  }
  const below = (pid: number): boolean => pid === root || (parents.has(pid) && pid > 1 && below(parents.get(pid) ?? 0));
  return [...resident].reduce((sum, [pid, megabytes]) => (below(pid) ? sum + megabytes : sum), 0);
}

function readStatus(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}
