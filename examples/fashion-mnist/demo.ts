/**
 * `npm run demo`: the sweep of this folder from the command line, as a reader would run it, and then a look at what it made:
 * the trials with their accuracy on test images, the best one, how often the data was prepared, the contact sheet.
 */
import Table from 'cli-table3';
import { parse } from 'csv-parse/sync';
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const outputs = join(root, '.slipway', 'demo');

interface Trial {
  readonly collection: string;
  readonly epochs: string;
  readonly val_accuracy: string;
  readonly test_accuracy: string;
  readonly training_seconds: string;
}

interface RunResult {
  readonly seconds: number;
  readonly nodes: Readonly<Record<string, { readonly counts: { readonly succeeded: number } }>>;
}

await rm(outputs, { recursive: true, force: true });
await mkdir(outputs, { recursive: true });
process.exitCode = await slipwayRun();
if (process.exitCode === 0) await report();

/** The command's exit code; its bars and messages go to the reader's terminal. */
function slipwayRun(): Promise<number> {
  const launcher = join(root, 'bin', 'slipway.js');
  const pipeline = relative(process.cwd(), join(import.meta.dirname, 'valohai.yaml'));
  const child = spawn(process.execPath, [launcher, 'run', pipeline, '--wait', '--outputs', outputs], {
    stdio: 'inherit',
  });
  // The child gets the terminal's Ctrl-C, too, and ends by itself.
  const wait = (): void => undefined;
  process.on('SIGINT', wait);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('SIGINT', wait);
      resolve(code ?? 130);
    });
  });
}

async function report(): Promise<void> {
  const predict = join(outputs, 'predict');
  const trials = parse<Trial>(await readFile(join(predict, 'summary.csv')), { columns: true });
  const run = JSON.parse(await readFile(join(outputs, 'run.json'), 'utf8')) as RunResult;
  const table = new Table({
    head: ['collection', 'epochs', 'accuracy on test images', 'seconds'],
    colAligns: ['left', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const trial of trials) {
    table.push([
      trial.collection,
      trial.epochs,
      Number(trial.test_accuracy).toFixed(4),
      Number(trial.training_seconds).toFixed(1),
    ]);
  }
  // Chosen by the validation images: the test images only say how good the choice is.
  const best = trials.toSorted((a, b) => Number(b.val_accuracy) - Number(a.val_accuracy))[0];
  console.log(`\n${table.toString()}\n`);
  if (best !== undefined) {
    console.log(
      `best (by validation images): ${best.collection}, ${best.epochs} epochs: ${Number(best.test_accuracy).toFixed(4)} on test images`,
    );
  }
  const prepared = run.nodes['preprocess']?.counts.succeeded ?? 0;
  console.log(`preprocess ran ${String(prepared)} times, not ${String(trials.length)}: once a collection`);
  console.log(`contact sheet: ${join(predict, 'contact-sheet.png')}`);
}
