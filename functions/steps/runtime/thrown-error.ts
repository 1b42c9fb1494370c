import { inspect } from 'node:util';
import type { ThrownError } from './worker-protocol.ts';

/** What was thrown, which may be anything, in a form that another thread can read. */
export function describeThrown(thrown: unknown): ThrownError {
  if (!(thrown instanceof Error)) return { name: 'Error', message: `threw ${inspect(thrown, { depth: 1 })}` };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? { code: thrown.code } : {};
  const stack = thrown.stack === undefined ? {} : { stack: thrown.stack };
  return { name: thrown.name, message: thrown.message, ...stack, ...code };
}
