import { spawnSync } from 'node:child_process';
import { deploymentBundlesProgram } from '../bundles/deployment-program.ts';
import type { DeploymentBundles, DeploymentRequest } from '../bundles/deployment-request.ts';

/** Bundles now: constructs are made without waiting, and esbuild with plugins is only to be had with it, so another process does it. */
export function bundleForDeployment(request: DeploymentRequest): DeploymentBundles {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [deploymentBundlesProgram], {
    input: JSON.stringify(request),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`the code could not be bundled:\n${stderr.trim()}`);
  return JSON.parse(stdout) as DeploymentBundles;
}
