/** Reads a `DeploymentRequest` on stdin, bundles, and prints `DeploymentBundles`; faults go to stderr, one a line, and end with 1. */
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { manifest } from '../functions/manifest.ts';
import { bundlePlatformFunctions } from './bundle-platform-functions.ts';
import { bundleStep } from './bundle-step.ts';
import { formatBundleFault } from './bundle-fault.ts';
import { cloneCacheFolder } from './cache-folder.ts';
import type { DeploymentBundles, DeploymentRequest } from './deployment-request.ts';
import { writeWhole } from './write-files.ts';

const request = JSON.parse(await text(process.stdin)) as DeploymentRequest;
const cacheDir = cloneCacheFolder() ?? join(process.cwd(), 'node_modules', '.cache', 'slipway');
const faults: string[] = [];

const functions = request.platform
  ? await bundlePlatformFunctions({ functions: manifest, cacheDir })
  : new Map<string, { readonly directory: string }>();

const handlers: Record<string, { readonly zip: string; readonly digest: string }> = {};
for (const { handler, file, exportName } of request.handlers) {
  const bundle = await bundleStep({ file, exportName });
  if (bundle.kind === 'faulty') {
    faults.push(...bundle.faults.map(formatBundleFault));
    continue;
  }
  const zip = join(cacheDir, 'steps', `${bundle.digest}.zip`);
  await writeWhole(zip, bundle.zip);
  handlers[handler] = { zip, digest: bundle.digest };
}

if (faults.length > 0) {
  process.stderr.write(`${faults.join('\n')}\n`);
  process.exitCode = 1;
} else {
  const bundles: DeploymentBundles = {
    functions: Object.fromEntries([...functions].map(([name, { directory }]) => [name, directory])),
    handlers,
  };
  process.stdout.write(JSON.stringify(bundles));
}
