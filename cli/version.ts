import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The package's version; the compiled command lies one folder deeper than its source. */
export function slipwayVersion(): string {
  const path = ['..', '../..']
    .map((up) => join(import.meta.dirname, up, 'package.json'))
    .find((candidate) => existsSync(candidate));
  if (path === undefined) return 'unknown';
  const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;
  return typeof version === 'string' ? version : 'unknown';
}
