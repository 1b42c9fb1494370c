import type { ResourceLimits } from 'node:worker_threads';

/** Resident memory of a function before its step has done anything: Node itself, the runtime and the SDK. */
const ownMb = 128;

/**
 * What of a function's memory the JavaScript of its step may use, in MiB, so that the step is stopped at its own limit, with its
 * outputs and a clear error, before the whole environment is killed.
 */
export function heapLimits(
  memoryMb: number,
): Required<Pick<ResourceLimits, 'maxOldGenerationSizeMb' | 'maxYoungGenerationSizeMb'>> {
  // V8's own 192 MiB of young objects would fill a small function by themselves.
  const young = Math.min(192, Math.floor(memoryMb / 8));
  const old = Math.min(Math.floor(memoryMb * 0.85) - 64, memoryMb - ownMb - young);
  return { maxOldGenerationSizeMb: Math.max(32, old), maxYoungGenerationSizeMb: young };
}
