import type { EnvironmentName } from './manifest.ts';

/** A setting that the manifest promises; its absence is a fault of the deployment. */
export function setting(name: EnvironmentName): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`the environment variable ${name} is not set; deploy the function as functions/manifest.ts says`);
  }
  return value;
}
