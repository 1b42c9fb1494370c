import { inspect } from 'node:util';
import type { ThrownError } from './worker-protocol.ts';

/** What was thrown, which may be anything, in a form that another thread can read. */
export function describeThrown(thrown: unknown): ThrownError {
  if (!(thrown instanceof Error)) return { name: 'Error', message: `threw ${inspect(thrown, { depth: 1 })}` };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? { code: thrown.code } : {};
  const stack = thrown.stack === undefined ? {} : { stack: thrown.stack };
  return { name: thrown.name, message: deniedPath(thrown) ?? thrown.message, ...stack, ...code };
}

/** Node's own text speaks of command-line flags, which the author of a step cannot set, and does not name the file. */
function deniedPath(error: Error): string | undefined {
  if (!('code' in error) || error.code !== 'ERR_ACCESS_DENIED') return undefined;
  const resource = 'resource' in error && typeof error.resource === 'string' ? error.resource : '';
  return resource === '' ? undefined : `access denied, "${resource}"`;
}
