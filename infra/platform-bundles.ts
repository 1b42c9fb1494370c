import type { FunctionName } from '../functions/manifest.ts';
import { bundleForDeployment } from './bundle-for-deployment.ts';

let bundles: ReadonlyMap<FunctionName, { readonly directory: string }> | undefined;

/** The bundles of every function of the manifest, made once a process. */
export function platformBundles(): ReadonlyMap<FunctionName, { readonly directory: string }> {
  bundles ??= new Map(
    Object.entries(bundleForDeployment({ platform: true, handlers: [] }).functions).map(([name, directory]) => [
      name as FunctionName,
      { directory },
    ]),
  );
  return bundles;
}
