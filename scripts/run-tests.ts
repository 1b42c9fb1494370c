/**
 * Runs vitest and closes with one plain line `N passed, N failed` from the real counts, which continuous integration reads.
 * Arguments go to vitest: `node scripts/run-tests.ts test/engine`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
}

const folder = mkdtempSync(join(tmpdir(), 'slipway-tests-'));
const reportFile = join(folder, 'report.json');
const vitest = join(import.meta.dirname, '..', 'node_modules', 'vitest', 'vitest.mjs');

const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`, ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
const report = readReport();
rmSync(folder, { recursive: true, force: true });

// A file that does not even load has no failed test of its own, yet it has failed.
const failed = Math.max(report.numFailedTests, status === 0 ? 0 : Math.max(1, report.numFailedTestSuites));
process.stdout.write(`${String(report.numPassedTests)} passed, ${String(failed)} failed\n`);
process.exitCode = status === 0 && report.numPassedTests > 0 ? 0 : 1;

function readReport(): Report {
  try {
    return JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
  } catch {
    return { numPassedTests: 0, numFailedTests: 1, numFailedTestSuites: 1 };
  }
}
