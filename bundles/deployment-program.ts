import { resolveEntry } from './package-root.ts';

/** Absolute path of the program that reads a `DeploymentRequest` on stdin and prints `DeploymentBundles`. */
export const deploymentBundlesProgram = resolveEntry('bundles/deployment-bundles.ts');
