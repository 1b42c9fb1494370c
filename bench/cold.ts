/**
 * What a cold start loads: the bytes of each function's bundle, and how long a fresh process takes to load it, against budgets.
 * Prints Markdown; ends with 1 where a size exceeds its budget. Times are of the machine: `--repeats 7`, the fastest of them.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundlePlatformFunctions } from '../bundles/bundle-platform-functions.ts';
import { cloneCacheFolder } from '../bundles/cache-folder.ts';
import { type FunctionName, manifest } from '../functions/manifest.ts';

const { values } = parseArgs({ options: { repeats: { type: 'string', default: '7' } } });

/** Of JavaScript; the WebAssembly beside it is read when a network is made. */
const budgets: Partial<Record<FunctionName, number>> = { 'steps-train': 3_000_000, 'steps-predict': 3_000_000 };
const usualBudget = 1_000_000;
const budgetMs = 150;

/** Loads what a cold start loads, in a process that has loaded nothing else; a step's own code is loaded with it. */
const program = `
  const before = process.cpuUsage();
  const started = performance.now();
  for (const file of process.argv.slice(1)) await import(file);
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(JSON.stringify({ ms, cpuMs: (user + system) / 1000 }));
  process.exit(0);
`;

const environment = {
  ...process.env,
  ...Object.fromEntries(manifest.flatMap(({ environment }) => environment).map((name) => [name, 'slipway-bench'])),
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
};

/** The fastest of the repeats, of each; processor time says more on a machine with other work. */
function timeToLoad(files: readonly string[]): { readonly ms: number; readonly cpuMs: number } {
  const times = Array.from({ length: Number(values.repeats) }, () => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', program, '--', ...files],
      {
        env: environment,
        encoding: 'utf8',
      },
    );
    if (status !== 0) throw new Error(`${files.join(', ')} does not load:\n${stderr}`);
    return JSON.parse(stdout) as { readonly ms: number; readonly cpuMs: number };
  });
  return { ms: Math.min(...times.map(({ ms }) => ms)), cpuMs: Math.min(...times.map(({ cpuMs }) => cpuMs)) };
}

const cacheDir = cloneCacheFolder() ?? join(tmpdir(), 'slipway-bench');
const bundles = await bundlePlatformFunctions({ functions: manifest, cacheDir });

console.log(`Node ${process.version}\n`);
console.log('| function | kB | budget | kB of assets | ms to load | CPU ms | budget |');
console.log('|---|---|---|---|---|---|---|');
let exceeded = false;
for (const { name, layout } of manifest) {
  const directory = bundles.get(name)?.directory ?? '';
  const bytes = (scripts: boolean) =>
    readdirSync(directory)
      .filter((file) => file.endsWith('.mjs') === scripts)
      .reduce((sum, file) => sum + statSync(join(directory, file)).size, 0);
  const size = bytes(true);
  const budget = budgets[name] ?? usualBudget;
  exceeded ||= size > budget;
  const files = (layout === 'step' ? ['index.mjs', 'step.mjs'] : ['index.mjs']).map((file) => join(directory, file));
  const { ms, cpuMs } = timeToLoad(files);
  const cells = [
    name,
    kilobytes(size),
    kilobytes(budget),
    kilobytes(bytes(false)),
    ms.toFixed(0),
    cpuMs.toFixed(0),
    budgetMs,
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
process.exitCode = exceeded ? 1 : 0;

function kilobytes(bytes: number): string {
  return Math.round(bytes / 1000).toLocaleString('en');
}
