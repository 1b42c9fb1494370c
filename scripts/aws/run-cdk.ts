import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Runs the CDK command line of this project, and ends the program with its status where it fails. */
export function runCdk(arguments_: readonly string[]): void {
  const cdk = join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  const { status } = spawnSync(process.execPath, [cdk, ...arguments_], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
