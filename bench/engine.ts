/**
 * What the engine costs, beside aws-local-stepfunctions in the same process and in turns: no-op tasks in process, no
 * disk. Then events a second with and without a journal, and memory at scale. Prints Markdown. Compare ratios within
 * one run; absolute figures are of the machine.
 */
import { spawnSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { compare } from './engine/compare.ts';
import { CASES } from './engine/machines.ts';

interface Scale {
  readonly seconds: number;
  readonly events: number;
  readonly peakMemoryMb: number;
}

const SCALES: readonly (readonly [string, string])[] = [
  ['memory', '10,000 executions at once, in memory'],
  ['disk', '10,000 executions at once, with a journal'],
  ['fsync', '10,000 executions at once, with a journal and fsync'],
  ['distributed', 'Distributed Map of 100,000 items, virtual clock, in memory'],
];

const measureScale = (measurement: string): Scale => {
  const { stdout, status } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'engine', 'scale.ts'), measurement],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (status !== 0) throw new Error(`the measurement "${measurement}" ended with ${String(status)}`);
  return JSON.parse(stdout) as Scale;
};

console.log(`Node ${process.version}, ${String(cpus().length)} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB\n`);
console.log('| medians, ms | aws-local-stepfunctions | JSONPath | times as fast | JSONata | JSONata / JSONPath |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const benchCase of CASES) {
  const { name, awsLocal, jsonPath, jsonata } = await compare(benchCase);
  const figures = [awsLocal, jsonPath, awsLocal / jsonPath, jsonata, jsonata / jsonPath];
  console.log(`| ${name} | ${figures.map((figure) => figure.toFixed(2)).join(' | ')} |`);
}
console.log('\n| at scale | seconds | events a second | peak memory, MiB |\n| --- | --- | --- | --- |');
for (const [measurement, name] of SCALES) {
  const { seconds, events, peakMemoryMb } = measureScale(measurement);
  console.log(`| ${name} | ${seconds.toFixed(2)} | ${(events / seconds).toFixed(0)} | ${peakMemoryMb.toFixed(0)} |`);
}
