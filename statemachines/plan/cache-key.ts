import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { ParameterValue } from '../definition/pipeline-definition.ts';
import { assertNever } from '../diagnostics/invariant.ts';
import type { NodePlan } from './execution-plan.ts';

/** What decides an execution's result beside its plan, known once its inputs are. */
export interface CacheKeyParts {
  /** Digest of the code that runs. */
  readonly code: string;
  /** Resolved and cast, as the step receives them. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** By input, in the order in which the step sees the files. */
  readonly inputs: Readonly<Record<string, readonly CachedFile[]>>;
}

/** An input file as far as the step's result can depend on it: not where it comes from, but what it is and is called. */
export interface CachedFile {
  readonly name: string;
  /** Relative to the input's folder. */
  readonly path: string;
  readonly sha256: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** A step that gathers tells trials apart by it. */
  readonly producer?: {
    readonly node: string;
    readonly trial: readonly number[];
    readonly parameters: Readonly<Record<string, ParameterValue>>;
  };
}

/** Raised when a key's making changes, so that no key of an older Slipway means something else. */
const KEY_VERSION = 1;

/**
 * The same key, the same result: SHA-256, in hex, of code, parameters, inputs, image, command and environment. Names of runs
 * and nodes, addresses, and what only limits the work (memory, timeout, retries) are no part of it. Undefined: a node that
 * runs no code has none.
 */
export function cacheKey(
  plan: Pick<NodePlan, 'work' | 'environmentVariables'>,
  parts: CacheKeyParts,
): string | undefined {
  const work = workOf(plan);
  if (work === undefined) return undefined;
  const { code, parameters, inputs } = parts;
  const { environmentVariables } = plan;
  const all = { version: KEY_VERSION, work, environmentVariables, code, parameters, inputs };
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(inKeyOrder(all)))));
}

/** A handler is its code, wherever it lies. */
function workOf({ work }: Pick<NodePlan, 'work'>): object | undefined {
  switch (work.kind) {
    case 'handler':
      return { kind: work.kind };
    case 'command':
      return { kind: work.kind, image: work.image, command: work.command };
    case 'none':
      return undefined;
    default:
      return assertNever(work);
  }
}

/** The order in which keys were written says nothing; that of lists does. */
function inKeyOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inKeyOrder);
  if (typeof value !== 'object' || value === null) return value;
  // As pairs: an object would move keys that look like numbers to its front, and drop "__proto__".
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  return { pairs: pairs.map(([key, inner]) => [key, inKeyOrder(inner)]) };
}
