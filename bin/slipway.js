#!/usr/bin/env node
// Plain JavaScript that old versions of Node can read as well: it finds a Node that can run Slipway, and starts it there.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { constants } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const LEAST_NODE = 24;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

if (Number(process.versions.node.split('.')[0]) >= LEAST_NODE) {
  module.enableCompileCache?.();
  // The published package holds dist/, since Node strips no types below node_modules; a clone may do without.
  const built = new URL('../dist/cli/main.js', import.meta.url);
  if (existsSync(built)) await import(built.href);
  else await import(await (await import('../bundles/command-entry.ts')).commandEntry());
} else {
  const own = [here('../node_modules/node/bin/node'), here('../node_modules/node/bin/node.exe')].find((path) =>
    existsSync(path),
  );
  if (own === undefined) {
    console.error(
      `slipway needs Node.js ${LEAST_NODE} or later, and this is ${process.version}: install it from https://nodejs.org, or run "npm ci" in a clone, which brings it along`,
    );
    process.exitCode = 1;
  } else {
    // The channel tells the command that this process is gone, should it be killed without a word.
    const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('error', (error) => {
      console.error(`slipway cannot start ${own}: ${error.message}`);
      process.exitCode = 1;
    });
    child.on('exit', (code, signal) => {
      process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  }
}
