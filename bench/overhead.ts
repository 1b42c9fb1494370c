/**
 * What orchestration costs, on the local cloud with its real stores, every trial recorded:
 * a sweep of N trials that do nothing, and a chain of three steps that do nothing. Prints Markdown.
 * `--trials 1000` the large sweep; `--small 100` the one for the slope; `--profile` shows where the time of the large sweep goes,
 * by thread and by room; `--timeline` what happens when in the chain.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { threadSampler, type ThreadSampler } from './cpu-of-threads.ts';
import { measureCommand, type Measured } from './measured-command.ts';
import { writeNoOpPipelines } from './no-op-pipelines.ts';
import { readTimeline, type TimelineMark, timelineVariables } from './timeline.ts';
import { whereTimeGoes } from './where-time-goes.ts';

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '1000' },
    small: { type: 'string', default: '100' },
    profile: { type: 'boolean', default: false },
    timeline: { type: 'boolean', default: false },
  },
});
const large = Number(values.trials);
const small = Number(values.small);
const launcher = join(import.meta.dirname, '..', 'bin', 'slipway.js');
const folder = await mkdtemp(join(tmpdir(), 'slipway-bench-'));

try {
  await writeNoOpPipelines(folder, [small, large]);
  // The first run fills the cache of bundles, which every later command on a machine finds.
  await runPipeline('chain.yaml');
  const chains = [await runPipeline('chain.yaml'), await runPipeline('chain.yaml'), await runPipeline('chain.yaml')];
  // Before the sweeps, since each command reads what the former ones of its folder have left.
  const marks = values.timeline ? await timelineOf('chain.yaml') : [];
  const few = await runPipeline(`sweep-${String(small)}.yaml`);
  const many = await runPipeline(`sweep-${String(large)}.yaml`);
  report(chains, few, many);
  if (values.timeline) reportTimeline(marks);
  if (values.profile) {
    await reportThreads();
    await reportProfile();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

function runPipeline(
  file: string,
  options: { readonly env?: NodeJS.ProcessEnv; readonly threads?: ThreadSampler } = {},
): Promise<Measured> {
  return measureCommand([process.execPath, launcher, 'run', file, '--wait', '--json'], { cwd: folder, ...options });
}

function report(chains: readonly Measured[], few: Measured, many: Measured): void {
  const perTrial = (ms: (m: Measured) => number): string => ((ms(many) - ms(few)) / (large - small)).toFixed(2);
  const [fastest, middle] = chains.map((chain) => chain.seconds).sort((a, b) => a - b);
  console.log(`Node ${process.version}, ${String(cpus().length)} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB\n`);
  console.log('| what | seconds | CPU seconds | peak memory (MiB) |\n|---|---|---|---|');
  for (const [what, m] of [
    [`sweep of ${String(small)}`, few],
    [`sweep of ${String(large)}`, many],
  ] as const) {
    console.log(`| ${what} | ${m.seconds.toFixed(2)} | ${m.cpuSeconds.toFixed(2)} | ${m.peakMemoryMb.toFixed(0)} |`);
  }
  console.log(
    `\n- milliseconds a trial (slope): ${perTrial((m) => m.seconds * 1000)}; CPU: ${perTrial((m) => m.cpuSeconds * 1000)}`,
  );
  console.log(
    `- three no-op steps, command to exit: ${(middle ?? 0).toFixed(2)} s (median of 3; fastest ${(fastest ?? 0).toFixed(2)})`,
  );
}

async function timelineOf(file: string): Promise<readonly TimelineMark[]> {
  const timeline = join(folder, 'timeline');
  await mkdir(timeline);
  await runPipeline(file, { env: timelineVariables(timeline) });
  return readTimeline(timeline);
}

function reportTimeline(marks: readonly TimelineMark[]): void {
  console.log('\n| ms | what happened in the chain |\n|---|---|');
  for (const { what, milliseconds } of marks) console.log(`| ${milliseconds} | ${what} |`);
}

async function reportThreads(): Promise<void> {
  const threads = threadSampler();
  await runPipeline(`sweep-${String(large)}.yaml`, { threads });
  console.log('\n| process | thread | CPU seconds |\n|---|---|---|');
  for (const { process, thread, seconds } of threads.times().slice(0, 12)) {
    console.log(`| ${process} | ${thread} | ${seconds.toFixed(2)} |`);
  }
}

async function reportProfile(): Promise<void> {
  const profiles = join(folder, 'profiles');
  await mkdir(profiles);
  await runPipeline(`sweep-${String(large)}.yaml`, {
    env: { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profiles}` },
  });
  const places = await whereTimeGoes(profiles);
  const total = places.reduce((sum, { seconds }) => sum + seconds, 0);
  console.log('\n| where the time goes | seconds | share |\n|---|---|---|');
  for (const { place, seconds } of places.slice(0, 14)) {
    console.log(`| ${place} | ${seconds.toFixed(2)} | ${((100 * seconds) / total).toFixed(0)} % |`);
  }
}
